/** Checks what a caller gives to a `OnceStore`, the same for every store, and reads each field once. */
import { OtpMisuseError } from '../errors/otp-error.ts';
import type { ClaimInput, RecordInput, ReleaseInput } from '../spec/index.ts';
import { isText, isWhole, notText, notWhole, readNowMs } from './call-fields.ts';

const LONGEST_KEY = 128;
const LONGEST_TOKEN = 64;
const LONGEST_VALUE = 4096;
const LONGEST_TTL_MS = 366 * 86_400_000;

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
  return { key, ttlMs, holdMs, nowMs: readNowMs(nowMs) };
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
  return { key, token, value, nowMs: readNowMs(nowMs) };
}

/**
 * A release, checked, with `null` for a time that was left out.
 *
 * @throws OtpMisuseError naming the field, never its value
 */
export function readRelease({ key, token, nowMs = null }: ReleaseInput): Required<ReleaseInput> {
  requireText('key', key, 1, LONGEST_KEY);
  requireText('token', token, 1, LONGEST_TOKEN);
  return { key, token, nowMs: readNowMs(nowMs) };
}

function requireText(field: string, value: unknown, shortest: number, longest: number): void {
  if (!isText(value, shortest, longest)) throw notText(field, shortest, longest);
}

function requireWhole(field: string, value: unknown, least: number, most: number): void {
  if (!isWhole(value, least, most)) throw notWhole(field, least, most);
}
