import { readJsonBody } from './body/json-body.ts';
import type { Exchange, Reply } from './exchange.ts';
import type { ResolvedOtpWebOptions } from './otp-web-options.ts';
import { createProblem, type Problem } from './problems/problem.ts';
import { problemOfError } from './problems/problem-of-error.ts';
import { problemReply } from './reply.ts';
import { cancelVerification } from './routes/cancel-verification.ts';
import { checkVerification } from './routes/check-verification.ts';
import { requestVerification } from './routes/request-verification.ts';
import { resendVerification } from './routes/resend-verification.ts';
import type { Route } from './routes/route-call.ts';

/** All routes, and the way of every request from path to answer. The bindings only translate. */
const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['/verifications', requestVerification],
  ['/verifications/check', checkVerification],
  ['/verifications/resend', resendVerification],
  ['/verifications/cancel', cancelVerification],
]);

export interface ExchangeAnswerer<From extends readonly unknown[]> {
  /** True where a path, base path included, is a route's. */
  hasRoute(path: string): boolean;
  /** Never rejects: whatever is thrown becomes an answer. */
  answer(exchange: Exchange<From>): Promise<Reply>;
}

export function createExchangeAnswerer<From extends readonly unknown[]>(
  options: ResolvedOtpWebOptions<From>,
): ExchangeAnswerer<From> {
  const findRoute = (path: string): Route | undefined =>
    path.startsWith(options.basePath) ? ROUTES.get(path.slice(options.basePath.length)) : undefined;

  async function dispatch(exchange: Exchange<From>): Promise<Reply> {
    const route = findRoute(exchange.path);
    if (route === undefined) return refuse(createProblem('unknown-path'));
    if (exchange.method !== 'POST') return refuse(createProblem('method-not-allowed', { allow: 'POST' }));
    const body = await readJsonBody(exchange, options.bodyTimeoutMs);
    if (!body.ok) return refuse(body.problem);
    return await route({ exchange, options, body: body.value, startedAtMs: performance.now() });
  }

  function refuse(problem: Problem): Reply {
    return problemReply(problem, options.nowMs());
  }

  async function answer(exchange: Exchange<From>): Promise<Reply> {
    let reply: Reply;
    try {
      reply = await dispatch(exchange);
    } catch (error) {
      const problem = problemOfError(error, options.nowMs());
      if (problem.code !== 'client-closed-request') tellQuietly(options, error);
      reply = refuse(problem);
    }
    // RFC 9110, section 9.3.2: the headers of an answer, without its body.
    return exchange.method === 'HEAD' ? { ...reply, body: null } : reply;
  }

  return { hasRoute: (path) => findRoute(path) !== undefined, answer };
}

/** An `onError` that throws must not take the answer with it. */
function tellQuietly<From extends readonly unknown[]>(options: ResolvedOtpWebOptions<From>, error: unknown): void {
  try {
    options.onError(error);
  } catch {
    // Nobody is left to tell.
  }
}
