/** What the calls of stores and limiters share: fields that are checked alike, and never repeated in an error. */
import { OtpMisuseError } from '../errors/otp-error.ts';

/** 48 bits: nearly nine thousand years, and a number that every store can keep. */
const LATEST_TIME_MS = 2 ** 48 - 2;

export function isText(value: unknown, shortest: number, longest: number): value is string {
  return typeof value === 'string' && value.length >= shortest && value.length <= longest;
}

export function isWhole(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

export function notText(field: string, shortest: number, longest: number): OtpMisuseError {
  return new OtpMisuseError(`${field} must be a string of ${shortest} to ${longest} characters.`);
}

export function notWhole(field: string, least: number, most: number): OtpMisuseError {
  return new OtpMisuseError(`${field} must be a whole number from ${least} to ${most}.`);
}

/**
 * A time that a call is given, for those who write a store or a limiter: `null`, where the store's own clock decides, or
 * whole milliseconds since the epoch, in 48 bits.
 *
 * @throws OtpMisuseError for anything else
 */
export function readNowMs(nowMs: unknown): number | null {
  if (nowMs === null || isWhole(nowMs, 0, LATEST_TIME_MS)) return nowMs;
  throw new OtpMisuseError('nowMs must be null or whole milliseconds since the epoch.');
}
