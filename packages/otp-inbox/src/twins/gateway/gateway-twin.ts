/**
 * The wire of HTTP SMS gateways: `GET /gateway?username=…&password=…&phone=…&message=…` with a header `X-API-Key`,
 * or the same as a POST of a form or of JSON. Answers 200 with the message's id, refuses with plain text.
 */
import { randomUUID } from 'node:crypto';
import { HttpProblem } from '../../http/http-problem.ts';
import type { InboxRequest } from '../../http/inbox-request.ts';
import { createJsonReply, createTextReply, type Reply } from '../../http/reply.ts';
import {
  getParameter,
  joinParameters,
  parseParameters,
  type RequestParameters,
} from '../../http/request-parameters.ts';
import { type InboxPhoneNumber, parsePhoneNumber } from '../../messages/phone-number.ts';
import type { InboxGatewaySettings } from '../../vendor-settings.ts';
import type { Desk } from '../desk.ts';
import { type Twin, VendorRefusal } from '../twin.ts';
import { GATEWAY_TRAITS } from './gateway-faults.ts';

export const GATEWAY_PATH = '/gateway';
const MAX_TEXT_LENGTH = 1600;
const LONE_SURROGATE = /\p{Surrogate}/u;

export function createGatewayTwin(desk: Desk, settings: InboxGatewaySettings): Twin {
  function accept(request: InboxRequest, parameters: RequestParameters): Reply {
    checkCredentials(request, parameters, settings);
    const { message } = desk.take(request, GATEWAY_TRAITS, {
      vendorId: null,
      to: readPhone(parameters),
      text: readText(parameters),
      from: getParameter(parameters, 'from') ?? null,
    });
    return createJsonReply(200, { id: message?.id ?? randomUUID() });
  }

  return {
    provider: 'http-gateway',
    traits: GATEWAY_TRAITS,
    routes: [
      { method: 'GET', path: GATEWAY_PATH, handle: (request) => accept(request, request.readQuery()) },
      {
        method: 'POST',
        path: GATEWAY_PATH,
        async handle(request) {
          return accept(request, joinParameters(request.readQuery(), await readBodyParameters(request)));
        },
      },
    ],
    owns: ({ path }) => path === GATEWAY_PATH,
    readCredential: ({ headers }) => (typeof headers['x-api-key'] === 'string' ? headers['x-api-key'] : null),
    createRefusal(problem) {
      const reply = createTextReply(problem.status, problem.message);
      return { ...reply, headers: { ...reply.headers, ...problem.headers } };
    },
  };
}

/** Any, unless the settings tell which. */
function checkCredentials(
  { headers }: InboxRequest,
  parameters: RequestParameters,
  { username, password, apiKey }: InboxGatewaySettings,
): void {
  const isRight =
    (username === undefined || getParameter(parameters, 'username') === username) &&
    (password === undefined || getParameter(parameters, 'password') === password) &&
    (apiKey === undefined || headers['x-api-key'] === apiKey);
  if (!isRight) throw new VendorRefusal(createTextReply(401, 'The credentials are not those of this gateway.'));
}

function readPhone(parameters: RequestParameters): InboxPhoneNumber {
  const phone = getParameter(parameters, 'phone');
  // A real gateway may forgive this one; it is a bug in the sender all the same, and this is the place to find it.
  if (phone?.startsWith(' ') === true) {
    throw new HttpProblem('invalid-parameter', 'phone starts with a space: a plus sign must be encoded as %2B.');
  }
  const to = parsePhoneNumber(phone);
  if (to === null)
    throw new HttpProblem('invalid-parameter', 'phone must be a number in E.164 form, such as +15550100.');
  return to;
}

function readText(parameters: RequestParameters): string {
  const text = getParameter(parameters, 'message');
  if (text === undefined || text === '') throw new HttpProblem('invalid-parameter', 'message must be a text.');
  if (text.length > MAX_TEXT_LENGTH) {
    throw new HttpProblem('invalid-parameter', `message may have ${MAX_TEXT_LENGTH} characters.`);
  }
  if (text.includes('\0') || LONE_SURROGATE.test(text)) {
    throw new HttpProblem('invalid-parameter', 'message has a character that no text message can carry.');
  }
  return text;
}

async function readBodyParameters(request: InboxRequest): Promise<RequestParameters> {
  const body = await request.readBody();
  if (body === '') return new Map();
  switch ((request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()) {
    case 'application/x-www-form-urlencoded':
      return parseParameters(body);
    case 'application/json':
      return readJsonParameters(body);
    default:
      throw new HttpProblem(
        'unsupported-media-type',
        'Send a form (application/x-www-form-urlencoded) or application/json.',
      );
  }
}

function readJsonParameters(body: string): RequestParameters {
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HttpProblem('malformed-request', 'The body must be a JSON object.');
  }
  const parameters = new Map<string, readonly string[]>();
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === 'string') parameters.set(name, [field]);
    else if (name === 'phone' || name === 'message') {
      throw new HttpProblem('invalid-parameter', `${name} must be a string.`);
    }
  }
  return parameters;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new HttpProblem('malformed-request', 'The body is not JSON.');
  }
}
