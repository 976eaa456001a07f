import type { Response } from 'express';
import { type RequestRefusal, retryAfterSeconds, type VerifyRefusal } from '../../../shared/recipes/refusal-status.ts';

/** Says when a new request may be made, where waiting helps. */
export function setRetryAfter(response: Response, refusal: RequestRefusal | VerifyRefusal): Response {
  const seconds = retryAfterSeconds(refusal);
  return seconds === null ? response : response.set('Retry-After', String(seconds));
}
