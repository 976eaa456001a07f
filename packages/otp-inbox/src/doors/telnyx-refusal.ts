/** Refusals as Telnyx words them: a list of errors whose codes are strings. */
import type { HttpProblem, ProblemCode } from '../http/http-problem.ts';
import { createJsonReply, type Reply } from '../http/reply.ts';

/** Thrown by what reads a request; its reply says no more than Telnyx would. */
export interface TelnyxRefusal {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  /** The parameter that is to blame. */
  readonly parameter?: string;
}

const REFUSALS = new WeakMap<Error, TelnyxRefusal>();

/** An error to throw, so that readers of parts need not pass a refusal on. */
export function telnyxRefusal(status: number, code: string, title: string, parameter?: string): Error {
  const error = new Error(title);
  REFUSALS.set(error, { status, code, title, ...(parameter === undefined ? {} : { parameter }) });
  return error;
}

/** The reply of `answer`, or of the refusal that it threw. */
export async function answerOrRefuse(answer: () => Promise<Reply>): Promise<Reply> {
  try {
    return await answer();
  } catch (error) {
    const refusal = error instanceof Error ? REFUSALS.get(error) : undefined;
    if (refusal === undefined) throw error;
    return createReply(refusal);
  }
}

/** What the inbox refuses before a door is asked. */
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
  const reply = createReply({ status, code: CODE_OF_PROBLEM[code] ?? '10015', title: message });
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

function createReply({ status, code, title, parameter }: TelnyxRefusal): Reply {
  const source = parameter === undefined ? {} : { source: { pointer: `/${parameter}` } };
  const meta = { url: `https://developers.telnyx.com/docs/overview/errors/${code}` };
  return createJsonReply(status, { errors: [{ code, title, detail: title, ...source, meta }] });
}
