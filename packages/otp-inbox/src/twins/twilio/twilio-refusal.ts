/** Refusals as Twilio words them: `{ code, message, more_info, status }`, the code a number. */
import type { HttpProblem, ProblemCode } from '../../http/http-problem.ts';
import { createJsonReply, type Reply } from '../../http/reply.ts';
import { VendorRefusal } from '../twin.ts';

/** An error to throw, so that readers of parts need not pass a refusal on. Its text never repeats what was sent. */
export function twilioRefusal(status: number, code: number, message: string): VendorRefusal {
  return new VendorRefusal(createTwilioReply(status, code, message));
}

/** The Twilio of the inbox does not do this, and does not pretend to. */
export function notPlayed(what: string): VendorRefusal {
  return twilioRefusal(400, 20422, `The inbox does not play ${what}. Leave it out, or use a real account.`);
}

export function notFound(path: string): VendorRefusal {
  return twilioRefusal(404, 20404, `The requested resource ${path} was not found`);
}

export function createTwilioReply(status: number, code: number, message: string): Reply {
  return createJsonReply(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}

/** What the inbox refuses before a twin is asked. */
const CODE_OF_PROBLEM: Readonly<Partial<Record<ProblemCode, number>>> = {
  unauthorized: 20003,
  'forbidden-host': 20006,
  'cross-site': 20006,
  'not-found': 20404,
  'method-not-allowed': 20004,
  internal: 20500,
  closed: 20503,
};

export function createTwilioRefusal({ status, code, message, headers }: HttpProblem): Reply {
  const reply = createTwilioReply(status, CODE_OF_PROBLEM[code] ?? 20422, message);
  return { ...reply, headers: { ...reply.headers, ...headers } };
}
