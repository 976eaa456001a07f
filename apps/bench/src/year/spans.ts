/** Spans of time, and what lies within one. */
export const SECOND_MS = 1000;
export const HOUR_MS = 3600 * SECOND_MS;
export const DAY_MS = 24 * HOUR_MS;
export const YEAR_MS = 365 * DAY_MS;

/** The most of these moments, oldest first, that any span of `spanMs` holds, wherever it begins. */
export function mostInAnySpan(momentsMs: readonly number[], spanMs: number): number {
  let most = 0;
  let first = 0;
  for (const [last, moment] of momentsMs.entries()) {
    while ((momentsMs[first] ?? moment) <= moment - spanMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
