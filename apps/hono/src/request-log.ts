import type { MiddlewareHandler } from 'hono';
import { type Log, loggedPath } from '../../shared/log.ts';

/** One line for each request once it is answered: no query, no header, no body. */
export function requestLog(log: Log): MiddlewareHandler {
  return async (context, next) => {
    const { method, path } = context.req;
    const startedAtMs = performance.now();
    await next();
    const durationMs = Math.round(performance.now() - startedAtMs);
    log.info({ type: 'request-answered', method, path: loggedPath(path), status: context.res.status, durationMs });
  };
}
