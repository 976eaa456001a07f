/** Answers as SNS words them: XML, the code of a refusal a word. */
import { randomUUID } from 'node:crypto';
import type { HttpProblem, ProblemCode } from '../../http/http-problem.ts';
import { createReply, type Reply } from '../../http/reply.ts';
import { VendorRefusal } from '../twin.ts';

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

/** An error to throw, so that readers of parts need not pass a refusal on. Its text never repeats what was sent. */
export function snsRefusal(status: number, code: string, message: string): VendorRefusal {
  return new VendorRefusal(createSnsRefusalReply(status, code, message));
}

/** A success: what is inside `PublishResult` or the result of another action. */
export function createSnsReply(action: string, result: string): Reply {
  const metadata = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  const content = `<${action}Result>${result}</${action}Result>${metadata}`;
  return createReply(200, 'text/xml', `<${action}Response xmlns="${NAMESPACE}">${content}</${action}Response>`);
}

/** What the inbox refuses before a twin is asked. */
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
  const word = CODE_OF_PROBLEM[code] ?? 'MalformedQueryString';
  const reply = createSnsRefusalReply(status === 401 ? 403 : status, word, message);
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

export function createSnsRefusalReply(status: number, code: string, message: string): Reply {
  const type = status < 500 ? 'Sender' : 'Receiver';
  const error = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const body = `${error}<RequestId>${randomUUID()}</RequestId>`;
  return createReply(status, 'text/xml', `<ErrorResponse xmlns="${NAMESPACE}">${body}</ErrorResponse>`);
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
