/** Checks what a caller gives to the limiter, and reads each field once, so that nothing can change after it was checked. */
import { OtpMisuseError } from '@countersign/otp-core/adapter';

/** One window of a call, checked and complete. */
export interface Charge {
  readonly key: string;
  readonly max: number;
  readonly durationMs: number;
  readonly cost: number;
}

const LONGEST_KEY = 128;
const MOST_WINDOWS = 1000;
const HIGHEST_MAX = 1_000_000_000;
const SHORTEST_DURATION_MS = 1000;
const LONGEST_DURATION_MS = 366 * 86_400_000;
/** The end of the ECMAScript calendar. */
const LATEST_TIME_MS = 8.64e15;

/** @throws OtpMisuseError naming the field, never its value */
export function readCharges(windows: unknown): readonly Charge[] {
  if (!Array.isArray(windows) || windows.length > MOST_WINDOWS) {
    throw new OtpMisuseError(`windows must be an array of at most ${MOST_WINDOWS}.`);
  }
  return Array.from(windows, readCharge);
}

/** @throws OtpMisuseError unless `nowMs` is `null` or a time */
export function readTime(nowMs: unknown): number | null {
  if (nowMs === null || (typeof nowMs === 'number' && nowMs >= 0 && nowMs <= LATEST_TIME_MS)) return nowMs;
  throw new OtpMisuseError('nowMs must be null or a time in milliseconds since the epoch.');
}

function readCharge(window: unknown, index: number): Charge {
  if (typeof window !== 'object' || window === null) throw new OtpMisuseError(`windows[${index}] must be an object.`);
  const { key, max, durationMs, cost = 1 } = window as Record<string, unknown>;
  if (typeof key !== 'string' || key.length === 0 || key.length > LONGEST_KEY) {
    throw new OtpMisuseError(`windows[${index}].key must be a string of 1 to ${LONGEST_KEY} characters.`);
  }
  if (!isWithin(max, 1, HIGHEST_MAX)) throw outside(index, 'max', 1, HIGHEST_MAX);
  if (!isWithin(durationMs, SHORTEST_DURATION_MS, LONGEST_DURATION_MS)) {
    throw outside(index, 'durationMs', SHORTEST_DURATION_MS, LONGEST_DURATION_MS);
  }
  if (!isWithin(cost, 1, HIGHEST_MAX)) throw outside(index, 'cost', 1, HIGHEST_MAX);
  if (cost > max) {
    throw new OtpMisuseError(`windows[${index}].cost must not be above its max: it would never be allowed.`);
  }
  return { key, max, durationMs, cost };
}

function isWithin(value: unknown, minimum: number, maximum: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum;
}

function outside(index: number, field: string, minimum: number, maximum: number): OtpMisuseError {
  return new OtpMisuseError(`windows[${index}].${field} must be a whole number from ${minimum} to ${maximum}.`);
}
