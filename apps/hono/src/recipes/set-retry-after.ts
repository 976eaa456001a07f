import type { Context } from 'hono';
import { type RequestRefusal, retryAfterSeconds, type VerifyRefusal } from '../../../shared/recipes/refusal-status.ts';

/** Says when a new request may be made, where waiting helps. */
export function setRetryAfter(context: Context, refusal: RequestRefusal | VerifyRefusal): Context {
  const seconds = retryAfterSeconds(refusal);
  if (seconds !== null) context.header('Retry-After', String(seconds));
  return context;
}
