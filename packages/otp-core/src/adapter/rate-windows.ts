/** Checks what a caller gives to a limiter, the same for every limiter, and reads each field once. */
import { OtpMisuseError } from '../errors/otp-error.ts';
import type { RateLimitWindow } from '../spec/index.ts';
import { isText, isWhole, notText, notWhole } from './call-fields.ts';

const LONGEST_KEY = 128;
const MOST_WINDOWS = 1000;
/** Fits a 32-bit count. */
const HIGHEST_MAX = 1_000_000_000;
const SHORTEST_DURATION_MS = 1000;
const LONGEST_DURATION_MS = 366 * 86_400_000;

/** One window of a take, checked and complete. */
export type RateLimitCharge = Required<RateLimitWindow>;

/**
 * The windows of a `take`, checked and complete: for those who write a `RateLimiter`. Nothing can change in them any more.
 *
 * @throws OtpMisuseError naming the field, never its value
 */
export function readRateLimitCharges(windows: unknown): readonly RateLimitCharge[] {
  if (!Array.isArray(windows) || windows.length > MOST_WINDOWS) {
    throw new OtpMisuseError(`windows must be an array of at most ${MOST_WINDOWS}.`);
  }
  const read: RateLimitCharge[] = [];
  // Not `map`: what is missing from the array is no window either.
  for (let index = 0; index < windows.length; index += 1) read.push(readWindow(windows[index], index));
  return read;
}

function readWindow(window: unknown, index: number): RateLimitCharge {
  if (typeof window !== 'object' || window === null) throw new OtpMisuseError(`windows[${index}] must be an object.`);
  const { key, max, durationMs, cost = 1 }: Partial<Record<keyof RateLimitWindow, unknown>> = window;
  if (!isText(key, 1, LONGEST_KEY)) throw notText(`windows[${index}].key`, 1, LONGEST_KEY);
  if (!isWhole(max, 1, HIGHEST_MAX)) throw notWhole(`windows[${index}].max`, 1, HIGHEST_MAX);
  if (!isWhole(durationMs, SHORTEST_DURATION_MS, LONGEST_DURATION_MS)) {
    throw notWhole(`windows[${index}].durationMs`, SHORTEST_DURATION_MS, LONGEST_DURATION_MS);
  }
  if (!isWhole(cost, 1, HIGHEST_MAX)) throw notWhole(`windows[${index}].cost`, 1, HIGHEST_MAX);
  if (cost > max) {
    throw new OtpMisuseError(`windows[${index}].cost must not be above its max: it would never be allowed.`);
  }
  return { key, max, durationMs, cost };
}
