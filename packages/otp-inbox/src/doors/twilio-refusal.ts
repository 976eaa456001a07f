/** Refusals as Twilio words them: `{ code, message, more_info, status }`, the code a number. */
import type { HttpProblem, ProblemCode } from '../http/http-problem.ts';
import { createJsonReply, type Reply } from '../http/reply.ts';

interface TwilioRefusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

const REFUSALS = new WeakMap<Error, TwilioRefusal>();

/** An error to throw, so that readers of parts need not pass a refusal on. Its text never repeats what was sent. */
export function twilioRefusal(status: number, code: number, message: string): Error {
  const error = new Error(message);
  REFUSALS.set(error, { status, code, message });
  return error;
}

/** The reply of `answer`, or of the refusal that it threw. */
export async function answerAsTwilio(answer: () => Promise<Reply>): Promise<Reply> {
  try {
    return await answer();
  } catch (error) {
    const refusal = error instanceof Error ? REFUSALS.get(error) : undefined;
    if (refusal === undefined) throw error;
    return createReply(refusal);
  }
}

/** What the inbox refuses before a door is asked. */
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
  const reply = createReply({ status, code: CODE_OF_PROBLEM[code] ?? 20422, message });
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

function createReply({ status, code, message }: TwilioRefusal): Reply {
  return createJsonReply(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}
