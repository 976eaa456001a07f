/**
 * The wire of Sinch's Verification API, text messages only: `POST /verification/v1/verifications`, a `PUT` of the code
 * by id or by number, and the status. It makes the codes itself and keeps Sinch's rules: one verification per number,
 * a new start ends the former, a wrong code is answered with 200 and `FAIL`, what is over is not found.
 */
import type { HttpProblem } from '../http/http-problem.ts';
import type { InboxRequest } from '../http/inbox-request.ts';
import { createJsonReply, type Reply } from '../http/reply.ts';
import type { PathParameters, Route } from '../http/route.ts';
import { parsePhoneNumber } from '../messages/phone-number.ts';
import type { Deliver, Door } from './door.ts';
import { readSinchApplication } from './sinch-application.ts';
import { parseSinchJson, type SinchJson } from './sinch-json.ts';
import {
  createSinchVerifications,
  readExpiry,
  type SinchVerification,
  type SinchVerificationsOptions,
} from './sinch-verifications.ts';

const VERIFICATIONS = '/verification/v1/verifications';

export function createSinchVerificationDoor(deliver: Deliver, options: SinchVerificationsOptions = {}): Door {
  const verifications = createSinchVerifications(deliver, options);

  async function start(request: InboxRequest): Promise<Reply> {
    const body = parseSinchJson(await request.readBody());
    const identity = body === null ? null : asObject(body.identity);
    if (body === null || identity === null || identity.type !== 'number') {
      return refuse(400, 40001, 'identity must be a number.');
    }
    const to = parsePhoneNumber(identity.endpoint);
    if (to === null || identity.endpoint !== to) return refuse(400, 40001, 'The number is invalid.');
    if (body.method !== 'sms') return refuse(400, 40001, 'This Sinch sends text messages only: method must be sms.');
    const smsOptions = asObject(body.smsOptions) ?? {};
    const expiryMs = readExpiry(smsOptions.expiry);
    if (expiryMs === 'invalid') return refuse(400, 40001, 'smsOptions.expiry must be written HH:MM:SS.');
    if (smsOptions.codeType !== undefined && smsOptions.codeType !== 'Numeric') {
      return refuse(400, 40001, 'This Sinch makes codes of digits only.');
    }
    const reference = typeof body.reference === 'string' ? body.reference : null;
    const verification = verifications.start({ to, expiryMs, reference });
    if (verification === null) return refuse(409, 40900, 'Reference already defined.');
    return createJsonReply(200, {
      id: verification.id,
      method: 'sms',
      sms: { template: verifications.template, interceptionTimeout: 198, codeType: 'Numeric' },
      _links: [
        { rel: 'status', href: `${VERIFICATIONS}/id/${verification.id}`, method: 'GET' },
        { rel: 'report', href: `${VERIFICATIONS}/id/${verification.id}`, method: 'PUT' },
      ],
    });
  }

  async function report(request: InboxRequest, find: () => SinchVerification | undefined): Promise<Reply> {
    const body = parseSinchJson(await request.readBody());
    if (body === null || body.method !== 'sms') return refuse(400, 40001, 'method must be sms.');
    const code = asObject(body.sms)?.code;
    if (typeof code !== 'string' || code === '') return refuse(400, 40003, 'Invalid code.');
    const verification = find();
    const answer = verification === undefined ? null : verifications.report(verification, code);
    return answer === null ? NOT_FOUND : createJsonReply(200, answer);
  }

  function status(verification: SinchVerification | undefined): Reply {
    return verification === undefined ? NOT_FOUND : createJsonReply(200, verifications.describe(verification));
  }

  const byId = (parameters: PathParameters) => verifications.findById(parameters.get('id') ?? '');
  const byNumber = (parameters: PathParameters) => verifications.findByNumber(readNumber(parameters));

  /** Every route wants an application; Sinch says so before anything else. */
  function guarded(method: Route['method'], path: string, handle: Route['handle']): Route {
    return {
      method,
      path: `${VERIFICATIONS}${path}`,
      handle(request, parameters) {
        const application = readSinchApplication(request, verifications.now());
        if (application.status === 'accepted') return handle(request, parameters);
        return refuse(401, application.errorCode, application.message);
      },
    };
  }

  return {
    name: 'sinch',
    routes: [
      guarded('POST', '', start),
      guarded('PUT', '/id/{id}', (request, parameters) => report(request, () => byId(parameters))),
      guarded('PUT', '/number/{number}', (request, parameters) => report(request, () => byNumber(parameters))),
      guarded('GET', '/id/{id}', (_request, parameters) => status(byId(parameters))),
      guarded('GET', '/sms/number/{number}', (_request, parameters) => status(byNumber(parameters))),
      guarded('GET', '/reference/{reference}', (_request, parameters) =>
        status(verifications.findByReference(decode(parameters.get('reference') ?? ''))),
      ),
    ],
    readCredential: readPassword,
    createRefusal,
  };
}

const NOT_FOUND = refuse(404, 40400, 'Requested resource not found.');

function refuse(status: number, errorCode: number, message: string): Reply {
  return createJsonReply(status, { errorCode, message, reference: 'otp-inbox' });
}

/** Sinch's codes are statuses with two more digits. */
function createRefusal(problem: HttpProblem): Reply {
  const reply = refuse(problem.status, problem.status * 100 + (problem.status === 400 ? 1 : 0), problem.message);
  return { ...reply, headers: { ...reply.headers, ...problem.headers } };
}

/** The secret travels by Basic only; what is signed cannot show the inbox's token. */
function readPassword({ headers }: InboxRequest): string | null {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const [, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return password.join(':');
}

function readNumber(parameters: PathParameters): string {
  return parsePhoneNumber(decode(parameters.get('number') ?? '')) ?? '';
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}

function asObject(value: unknown): SinchJson | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as SinchJson) : null;
}
