/** What the four recipes' routes have in common: POST with JSON, a limit by address, refusals in the recipe's own words. */
import express, { type ErrorRequestHandler, type RequestHandler, type Response, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { isCrossSite } from '../../../shared/is-cross-site.ts';
import type { RefusalStatus } from '../../../shared/recipes/refusal-words.ts';
import { statusOfError } from '../../../shared/recipes/status-of-error.ts';

export interface RecipeRouterOptions {
  /** What is posted, by path. */
  readonly routes: Readonly<Record<string, RequestHandler>>;
  /** What is only read, by path. */
  readonly pages?: Readonly<Record<string, RequestHandler>>;
  /** Answers in this recipe's own shape. */
  readonly refuse: (response: Response, status: RefusalStatus) => void;
  readonly onError: (error: unknown) => void;
}

export function createRecipeRouter({ routes, pages = {}, refuse, onError }: RecipeRouterOptions): Router {
  const limit = rateLimit({
    windowMs: 15 * 60_000,
    limit: 100,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    handler: (_request, response) => refuse(response, 429),
  });
  const refuseOtherSites: RequestHandler = ({ headers }, response, next) => {
    const { origin, host } = headers;
    if (isCrossSite({ 'sec-fetch-site': headers['sec-fetch-site'], origin, host })) refuse(response, 403);
    else next();
  };
  const router = Router();
  for (const [path, handle] of Object.entries(routes)) {
    router
      .route(path)
      .post(limit, refuseOtherSites, storeNothing, express.json({ limit: '10kb' }), handle)
      .all((_request, response) => refuse(response.set('Allow', 'POST'), 405));
  }
  for (const [path, handle] of Object.entries(pages)) router.get(path, limit, storeNothing, handle);
  const answerError: ErrorRequestHandler = (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    // What express.json does not take: too large, no JSON, an unknown encoding.
    if (typeof error?.status === 'number' && error.status < 500) return refuse(response, 400);
    onError(error);
    refuse(response, statusOfError(error));
  };
  return router.use(answerError);
}

const storeNothing: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};
