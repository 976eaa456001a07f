/** Refusals as Telnyx words them: a list of errors whose codes are strings. */
import type { HttpProblem, ProblemCode } from '../../http/http-problem.ts';
import { createJsonReply, type Reply } from '../../http/reply.ts';
import { VendorRefusal } from '../twin.ts';

/** An error to throw, so that readers of parts need not pass a refusal on. @param parameter the one that is to blame */
export function telnyxRefusal(status: number, code: string, title: string, parameter?: string): VendorRefusal {
  return new VendorRefusal(createTelnyxReply(status, code, title, parameter));
}

/** The Telnyx of the inbox does not do this, and does not pretend to. */
export function notPlayed(parameter: string): VendorRefusal {
  const title = `The inbox does not play ${parameter}. Leave it out, or use a real account.`;
  return telnyxRefusal(400, '10015', title, parameter);
}

export function createTelnyxReply(status: number, code: string, title: string, parameter?: string): Reply {
  const source = parameter === undefined ? {} : { source: { pointer: `/${parameter}` } };
  const meta = { url: `https://developers.telnyx.com/docs/overview/errors/${code}` };
  return createJsonReply(status, { errors: [{ code, title, detail: title, ...source, meta }] });
}

/** What the inbox refuses before a twin is asked. */
const CODE_OF_PROBLEM: Readonly<Partial<Record<ProblemCode, string>>> = {
  unauthorized: '10009',
  'forbidden-host': '10010',
  'cross-site': '10010',
  'not-found': '10005',
  'method-not-allowed': '10005',
  internal: '10007',
  'request-timeout': '10008',
  closed: '10037',
};

export function createTelnyxRefusal({ status, code, message, headers }: HttpProblem): Reply {
  const reply = createTelnyxReply(status, CODE_OF_PROBLEM[code] ?? '10015', message);
  return { ...reply, headers: { ...reply.headers, ...headers } };
}
