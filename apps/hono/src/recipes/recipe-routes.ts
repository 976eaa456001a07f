/** What the four recipes' routes have in common: POST with JSON, a limit by address, refusals in the recipe's own words. */
import { readClientAddress } from '@countersign/otp-core/adapter';
import { type Context, type Handler, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { rateLimiter } from 'hono-rate-limiter';
import { isCrossSite } from '../../../shared/is-cross-site.ts';
import type { RefusalStatus } from '../../../shared/recipes/refusal-words.ts';
import { statusOfError } from '../../../shared/recipes/status-of-error.ts';
import { NotJsonError } from './read-body.ts';
import type { RecipeOptions } from './recipe-options.ts';

export interface RecipeRoutesOptions extends Pick<RecipeOptions, 'readAddress' | 'onError'> {
  /** What is posted, by path. */
  readonly routes: Readonly<Record<string, Handler>>;
  /** What is only read, by path. */
  readonly pages?: Readonly<Record<string, Handler>>;
  /** Answers in this recipe's own shape. */
  readonly refuse: (context: Context, status: RefusalStatus) => Response;
}

export function createRecipeRoutes({ routes, pages = {}, refuse, readAddress, onError }: RecipeRoutesOptions): Hono {
  const limit = rateLimiter({
    windowMs: 15 * 60_000,
    limit: 100,
    standardHeaders: 'draft-7',
    // All of an IPv6 network of one customer is one client.
    keyGenerator: (context) => readClientAddress(readAddress(context))?.block ?? 'unknown',
    handler: (context) => refuse(context, 429),
  });
  const refuseOtherSites: MiddlewareHandler = async (context, next) => {
    const { 'sec-fetch-site': site, origin, host } = context.req.header();
    if (isCrossSite({ 'sec-fetch-site': site, origin, host })) return refuse(context, 403);
    return next();
  };
  const app = new Hono();
  for (const [path, handle] of Object.entries(routes)) {
    const bounded = bodyLimit({ maxSize: 10_000, onError: (context) => refuse(context, 400) });
    app.post(path, limit, refuseOtherSites, storeNothing, bounded, handle);
    app.all(path, (context) => {
      context.header('Allow', 'POST');
      return refuse(context, 405);
    });
  }
  for (const [path, handle] of Object.entries(pages)) app.get(path, limit, storeNothing, handle);
  app.onError((error, context) => {
    if (error instanceof NotJsonError) return refuse(context, 400);
    onError(error);
    return refuse(context, statusOfError(error));
  });
  return app;
}

const storeNothing: MiddlewareHandler = async (context, next) => {
  context.header('Cache-Control', 'no-store');
  return next();
};
