import type { ProblemCode } from '../problems/problem.ts';

/**
 * The server's, written here again: a browser loads the client as one file, which shares none with the server. A code that
 * is missing does not compile.
 */
const PROBLEM_CODES: Readonly<Record<ProblemCode, true>> = {
  malformed: true,
  'invalid-phone-number': true,
  'idempotency-unavailable': true,
  locked: true,
  'webhook-refused': true,
  'unknown-path': true,
  'method-not-allowed': true,
  'body-timeout': true,
  'challenge-not-active': true,
  'body-too-large': true,
  'unsupported-media-type': true,
  mismatch: true,
  'destination-not-allowed': true,
  cooldown: true,
  'quota-exceeded': true,
  'rate-limited': true,
  'client-closed-request': true,
  'internal-error': true,
  'delivery-failed': true,
  'provider-refused': true,
  'provider-unavailable': true,
  'service-unavailable': true,
  'outcome-unknown': true,
};

/**
 * The code of a problem of the routes; `null` for anybody else's: a proxy in front, or another handler, has problems of its
 * own. The server's `problemTypeBase` says what types begin with. Whatever it is, it ends in one of three characters.
 */
export function readProblemCode(body: { readonly type?: unknown; readonly code?: unknown }): ProblemCode | null {
  const { type, code } = body;
  if (!isProblemCode(code) || typeof type !== 'string') return null;
  return [':', '/', '#'].some((end) => type.endsWith(end + code)) ? code : null;
}

function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(PROBLEM_CODES, code);
}
