import type { RequestHandler } from 'express';
import { type Log, loggedPath } from '../../shared/log.ts';

/** One line for each request once it is answered: no query, no header, no body. */
export function requestLog(log: Log): RequestHandler {
  return ({ method, path }, response, next) => {
    const startedAtMs = performance.now();
    response.once('close', () => {
      const durationMs = Math.round(performance.now() - startedAtMs);
      log.info({ type: 'request-answered', method, path: loggedPath(path), status: response.statusCode, durationMs });
    });
    next();
  };
}
