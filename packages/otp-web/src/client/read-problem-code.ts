import type { ProblemCode } from '../problems/problem.ts';

/** The server's, written here again: a browser loads the client as one file, which shares none with the server. */
const PROBLEM_CODES = [
  'malformed',
  'invalid-phone-number',
  'idempotency-unavailable',
  'locked',
  'webhook-refused',
  'unknown-path',
  'method-not-allowed',
  'body-timeout',
  'challenge-not-active',
  'body-too-large',
  'unsupported-media-type',
  'mismatch',
  'destination-not-allowed',
  'cooldown',
  'quota-exceeded',
  'rate-limited',
  'client-closed-request',
  'internal-error',
  'delivery-failed',
  'provider-refused',
  'provider-unavailable',
  'service-unavailable',
  'outcome-unknown',
] as const satisfies readonly ProblemCode[];

/**
 * The code of a problem of the routes; `null` for anybody else's: a proxy in front, or another handler, has problems of its
 * own. The server's `problemTypeBase` says what types begin with. Whatever it is, it ends in one of three characters.
 */
export function readProblemCode(body: { readonly type?: unknown; readonly code?: unknown }): ProblemCode | null {
  const { type } = body;
  const code = PROBLEM_CODES.find((each) => each === body.code);
  if (code === undefined || typeof type !== 'string') return null;
  return [':', '/', '#'].some((end) => type.endsWith(end + code)) ? code : null;
}
