/** The wire of Sinch's SMS API: `POST /xms/v1/{service_plan_id}/batches` with a bearer token, as in every region. */
import type { HttpProblem } from '../http/http-problem.ts';
import type { InboxRequest } from '../http/inbox-request.ts';
import { createJsonReply, type Reply } from '../http/reply.ts';
import { type InboxPhoneNumber, parsePhoneNumber } from '../messages/phone-number.ts';
import type { Deliver, Door } from './door.ts';
import { parseSinchJson, type SinchJson } from './sinch-json.ts';

const REPORTS = ['none', 'summary', 'full', 'per_recipient', 'per_recipient_final'];
const MAX_TEXT_LENGTH = 1600;
const MAX_RECIPIENTS = 1000;

export function createSinchSmsDoor(deliver: Deliver, { now = Date.now }: { readonly now?: () => number } = {}): Door {
  const name = 'sinch-sms';

  async function send(request: InboxRequest): Promise<Reply> {
    const batch = parseSinchJson(await request.readBody());
    if (batch === null) return refuse(400, 'syntax_invalid_json', 'The body is not a JSON object.');
    const flaw = findFlaw(batch, now());
    if (flaw !== null) return refuse(400, flaw.code, flaw.text);
    const to = readRecipients(batch.to);
    const text = String(batch.body);
    const [first] = to.map((recipient) => deliver({ to: recipient, text, door: name }));
    const at = new Date(now()).toISOString();
    const { delivery_report = 'none', from, client_reference, callback_url, expire_at } = batch;
    return createJsonReply(201, {
      id: `inbox-${first?.id}`,
      to: to.map((recipient) => recipient.slice(1)),
      from,
      canceled: false,
      body: text,
      type: 'mt_text',
      created_at: at,
      modified_at: at,
      delivery_report,
      expire_at,
      callback_url,
      client_reference,
      flash_message: false,
    });
  }

  return {
    name,
    routes: [
      {
        method: 'POST',
        path: '/xms/v1/{service_plan_id}/batches',
        handle: (request) => {
          const isAuthorized = /^Bearer [\x21-\x7e]{8,512}$/i.test(request.headers.authorization ?? '');
          return isAuthorized ? send(request) : refuse(401, 'unauthorized', 'Show the API token of the service plan.');
        },
      },
    ],
    // The inbox looks at bearer tokens itself.
    readCredential: () => null,
    createRefusal(problem: HttpProblem): Reply {
      const reply = refuse(problem.status, problem.code.replaceAll('-', '_'), problem.message);
      return { ...reply, headers: { ...reply.headers, ...problem.headers } };
    },
  };
}

function refuse(status: number, code: string, text: string): Reply {
  return createJsonReply(status, { code, text });
}

interface Flaw {
  readonly code: 'syntax_invalid_parameter_format' | 'syntax_constraint_violation';
  readonly text: string;
}

/** The first thing that Sinch would complain of, without repeating what was sent. */
function findFlaw(batch: SinchJson, nowMs: number): Flaw | null {
  const { to, body, type, delivery_report, from, callback_url, client_reference, expire_at } = batch;
  if (!Array.isArray(to) || to.length === 0 || to.length > MAX_RECIPIENTS) return violated('to', '1 to 1000 numbers');
  if (readRecipients(to).length !== to.length) return malformed('to', 'a valid MSISDN');
  if (typeof body !== 'string' || body === '' || body.length > MAX_TEXT_LENGTH || /\p{Surrogate}|\0/u.test(body)) {
    return violated('body', '1 to 1600 characters');
  }
  if (type !== undefined && type !== 'mt_text') return malformed('type', 'mt_text here');
  if (delivery_report !== undefined && !REPORTS.includes(String(delivery_report))) {
    return malformed('delivery_report', 'a type of report');
  }
  if (from !== undefined && !(typeof from === 'string' && /^[\x20-\x7e]{1,18}$/.test(from))) {
    return malformed('from', 'an originator');
  }
  if (callback_url !== undefined && !isShortString(callback_url, 2048)) return malformed('callback_url', 'a URL');
  if (client_reference !== undefined && !isShortString(client_reference, 128)) {
    return malformed('client_reference', 'at most 128 characters');
  }
  const expiresAtMs = typeof expire_at === 'string' ? Date.parse(expire_at) : Number.NaN;
  if (expire_at !== undefined && !(expiresAtMs > nowMs)) return violated('expire_at', 'a time to come');
  return null;
}

function malformed(parameter: string, expectation: string): Flaw {
  return { code: 'syntax_invalid_parameter_format', text: `The format of '${parameter}' is invalid: ${expectation}.` };
}

function violated(parameter: string, expectation: string): Flaw {
  return { code: 'syntax_constraint_violation', text: `'${parameter}' must be ${expectation}.` };
}

function readRecipients(to: unknown): InboxPhoneNumber[] {
  const recipients: readonly unknown[] = Array.isArray(to) ? to : [];
  return recipients.map(parsePhoneNumber).filter((recipient) => recipient !== null);
}

function isShortString(value: unknown, maximumLength: number): boolean {
  return typeof value === 'string' && value !== '' && value.length <= maximumLength;
}
