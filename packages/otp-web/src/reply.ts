import type { Reply } from './exchange.ts';
import { type Problem, toProblemBody } from './problems/problem.ts';
import { retryAfterSeconds } from './problems/retry-after.ts';

/** Builds answers. Every one is out of bounds for caches and for guesses about its type. */
export function jsonReply(status: number, body: object, extraHeaders?: Headers): Reply {
  const headers = copyHeaders(extraHeaders);
  headers.set('content-type', 'application/json');
  return { status, headers: harden(headers), body: JSON.stringify(body) };
}

/** What somebody else wants to be answered, in a type that no browser runs. */
export function textReply(status: number, { contentType, body }: { contentType: string; body: string }): Reply {
  return { status, headers: harden(new Headers({ 'content-type': contentType })), body };
}

export function emptyReply(status: number): Reply {
  return { status, headers: harden(new Headers()), body: null };
}

export function problemReply(problem: Problem, nowMs: number): Reply {
  const headers = new Headers({ 'content-type': 'application/problem+json' });
  if (problem.retryAtMs !== undefined) headers.set('retry-after', retryAfterSeconds(problem.retryAtMs, nowMs));
  if (problem.allow !== undefined) headers.set('allow', problem.allow);
  return { status: problem.status, headers: harden(headers), body: JSON.stringify(toProblemBody(problem)) };
}

/** Last, so that no header of the app weakens them. */
function harden(headers: Headers): Headers {
  headers.set('cache-control', 'no-store');
  headers.set('x-content-type-options', 'nosniff');
  return headers;
}

/** Keeps each `Set-Cookie` on its own: they cannot be joined by commas (RFC 6265, section 3). */
function copyHeaders(source: Headers | undefined): Headers {
  const copy = new Headers();
  for (const [name, value] of source ?? []) copy.append(name, value);
  // The body is ours; a length or an encoding of someone else's would cut or garble it.
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) copy.delete(name);
  return copy;
}
