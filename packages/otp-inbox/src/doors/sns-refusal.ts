/** Refusals as SNS words them: an `ErrorResponse` in XML, the code a word. */
import { randomUUID } from 'node:crypto';
import type { HttpProblem, ProblemCode } from '../http/http-problem.ts';
import { createReply, type Reply } from '../http/reply.ts';

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

interface SnsRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const REFUSALS = new WeakMap<Error, SnsRefusal>();

/** An error to throw, so that readers of parts need not pass a refusal on. Its text never repeats what was sent. */
export function snsRefusal(status: number, code: string, message: string): Error {
  const error = new Error(message);
  REFUSALS.set(error, { status, code, message });
  return error;
}

/** The reply of `answer`, or of the refusal that it threw. */
export async function answerAsSns(answer: () => Promise<Reply>): Promise<Reply> {
  try {
    return await answer();
  } catch (error) {
    const refusal = error instanceof Error ? REFUSALS.get(error) : undefined;
    if (refusal === undefined) throw error;
    return createRefusalReply(refusal);
  }
}

/** A success: what is inside `PublishResult` or the result of another action. */
export function createSnsReply(action: string, result: string): Reply {
  const metadata = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  const content = `<${action}Result>${result}</${action}Result>${metadata}`;
  return createReply(200, 'text/xml', `<${action}Response xmlns="${NAMESPACE}">${content}</${action}Response>`);
}

/** What the inbox refuses before a door is asked. */
const CODE_OF_PROBLEM: Readonly<Partial<Record<ProblemCode, string>>> = {
  unauthorized: 'InvalidClientTokenId',
  'forbidden-host': 'AccessDenied',
  'cross-site': 'AccessDenied',
  'not-found': 'InvalidAction',
  'method-not-allowed': 'InvalidAction',
  'payload-too-large': 'InvalidParameter',
  'request-timeout': 'RequestTimeout',
  internal: 'InternalFailure',
  closed: 'ServiceUnavailable',
};

/** AWS knows no 401: whoever is not known is forbidden. */
export function createSnsRefusal({ status, code, message, headers }: HttpProblem): Reply {
  const reply = createRefusalReply({
    status: status === 401 ? 403 : status,
    code: CODE_OF_PROBLEM[code] ?? 'MalformedQueryString',
    message,
  });
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

function createRefusalReply({ status, code, message }: SnsRefusal): Reply {
  const type = status < 500 ? 'Sender' : 'Receiver';
  const error = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const body = `${error}<RequestId>${randomUUID()}</RequestId>`;
  return createReply(status, 'text/xml', `<ErrorResponse xmlns="${NAMESPACE}">${body}</ErrorResponse>`);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
