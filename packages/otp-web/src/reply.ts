import type { Reply, ReplyHeaders } from './exchange.ts';
import type { HeadersInput, ResolvedOtpWebOptions } from './otp-web-options.ts';
import { type Problem, toProblemBody } from './problems/problem.ts';
import { retryAfterSeconds } from './problems/retry-after.ts';

/** Builds answers. Every one is out of bounds for caches and for guesses about its type. */
export function jsonReply(status: number, body: object, appHeaders?: HeadersInput): Reply {
  const headers = guardedType('application/json');
  const reply = { status, headers, cookies: NO_COOKIES, body: JSON.stringify(body) };
  return appHeaders === undefined ? reply : addHeaders(reply, new Headers(appHeaders));
}

/** What somebody else wants to be answered, in a type that no browser runs. */
export function textReply(status: number, { contentType, body }: { contentType: string; body: string }): Reply {
  return { status, headers: guardedType(contentType), cookies: NO_COOKIES, body };
}

export function emptyReply(status: number): Reply {
  return { status, headers: guards(), cookies: NO_COOKIES, body: null };
}

/** Of the options: what a problem takes from them. */
export type ProblemOptions = Pick<ResolvedOtpWebOptions<readonly unknown[]>, 'nowMs' | 'problemTypeBase'>;

export function problemReply(problem: Problem, options: ProblemOptions): Reply {
  const { status, retryAtMs, allow } = problem;
  const headers = {
    ...guardedType('application/problem+json'),
    ...(retryAtMs === undefined ? {} : { 'retry-after': retryAfterSeconds(retryAtMs, options.nowMs()) }),
    ...(allow === undefined ? {} : { allow }),
  };
  return {
    status,
    headers,
    cookies: NO_COOKIES,
    body: JSON.stringify(toProblemBody(problem, options.problemTypeBase)),
  };
}

const NO_COOKIES: readonly string[] = [];

/** A record of its own each time: the server that writes it may add to it. */
function guards(): ReplyHeaders {
  return { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
}

function guardedType(contentType: string): ReplyHeaders {
  return { 'content-type': contentType, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
}

/** The body is ours: a length or an encoding of someone else's would cut or garble it. */
const NOT_ADDED = ['content-length', 'content-encoding', 'transfer-encoding', 'set-cookie'];

/** Ours win, so that no header of the app weakens them. */
function addHeaders(reply: Reply, added: Headers): Reply {
  const named = [...added].filter(([name]) => !NOT_ADDED.includes(name));
  return { ...reply, headers: { ...Object.fromEntries(named), ...reply.headers }, cookies: added.getSetCookie() };
}
