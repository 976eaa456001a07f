/** When to try again: as a time for the body, as whole seconds for the header. */
const USUAL_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 86_400_000;

/** The time after `waitMs`. Where nobody said how long, a few seconds; never in the past, never more than a day. */
export function retryAtMsAfter(waitMs: number | undefined, nowMs: number): number {
  const wait = waitMs === undefined || Number.isNaN(waitMs) ? USUAL_WAIT_MS : waitMs;
  return nowMs + Math.min(Math.max(wait, 0), LONGEST_WAIT_MS);
}

/** `Retry-After` (RFC 9110, section 10.2.3): rounded up, so that who waits that long is not too early, and at least 1. */
export function retryAfterSeconds(retryAtMs: number, nowMs: number): string {
  return String(Math.max(1, Math.ceil((retryAtMs - nowMs) / 1000)));
}
