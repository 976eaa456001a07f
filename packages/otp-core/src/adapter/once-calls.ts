/** Checks what a caller gives to a `OnceStore`, the same for every store, and reads each field once. */
import { OtpMisuseError } from '../errors/otp-error.ts';
import type { ClaimInput, RecordInput, ReleaseInput } from '../spec/index.ts';

const LONGEST_KEY = 128;
const LONGEST_TOKEN = 64;
const LONGEST_VALUE = 4096;
const LONGEST_TTL_MS = 366 * 86_400_000;
/** 48 bits: nearly nine thousand years, and a number that every store can keep. */
const LATEST_TIME_MS = 2 ** 48 - 2;

/**
 * A claim, checked and complete: for those who write a `OnceStore`.
 *
 * @throws OtpMisuseError naming the field, never its value
 */
export function readClaim({ key, ttlMs, holdMs, nowMs }: ClaimInput): Required<ClaimInput> {
  requireText('key', key, 1, LONGEST_KEY);
  requireWhole('ttlMs', ttlMs, 1, LONGEST_TTL_MS);
  requireWhole('holdMs', holdMs, 1, LONGEST_TTL_MS);
  if (holdMs > ttlMs) throw new OtpMisuseError('holdMs must not be above ttlMs.');
  requireTime(nowMs);
  return { key, ttlMs, holdMs, nowMs };
}

/**
 * A record, checked and complete.
 *
 * @throws OtpMisuseError naming the field, never its value
 */
export function readRecord({ key, token, value, nowMs }: RecordInput): Required<RecordInput> {
  requireText('key', key, 1, LONGEST_KEY);
  requireText('token', token, 1, LONGEST_TOKEN);
  requireText('value', value, 0, LONGEST_VALUE);
  requireTime(nowMs);
  return { key, token, value, nowMs };
}

/**
 * A release, checked, with `null` for a time that was left out.
 *
 * @throws OtpMisuseError naming the field, never its value
 */
export function readRelease({ key, token, nowMs = null }: ReleaseInput): Required<ReleaseInput> {
  requireText('key', key, 1, LONGEST_KEY);
  requireText('token', token, 1, LONGEST_TOKEN);
  requireTime(nowMs);
  return { key, token, nowMs };
}

function requireText(field: string, value: unknown, shortest: number, longest: number): void {
  if (typeof value === 'string' && value.length >= shortest && value.length <= longest) return;
  throw new OtpMisuseError(`${field} must be a string of ${shortest} to ${longest} characters.`);
}

function requireWhole(field: string, value: unknown, least: number, most: number): void {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return;
  throw new OtpMisuseError(`${field} must be a whole number from ${least} to ${most}.`);
}

function requireTime(nowMs: unknown): void {
  if (nowMs !== null) requireWhole('nowMs', nowMs, 0, LATEST_TIME_MS);
}
