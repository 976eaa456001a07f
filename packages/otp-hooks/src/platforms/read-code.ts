/** What every platform's reading ends in: a number and a code are there, or they are not. */
import { isFitToShow } from '@countersign/otp-core/adapter';
import type { CodeRequest, PlatformReading } from './platform.ts';

/** Digits for the most part; letters where a platform is set so. */
const CODE = /^[\x21-\x7e]{1,32}$/;

export type FoundCode = Omit<CodeRequest, 'phoneNumber' | 'code'> & {
  readonly phoneNumber: string | null;
  readonly code: string | null;
};

/** What the composer and the ports take for a purpose. */
const PURPOSE = /^[\x21-\x7e]{1,64}$/;

export function readCode({ phoneNumber, code, purpose, ...others }: FoundCode): PlatformReading {
  if (phoneNumber === null) return { status: 'refused', reason: 'malformed' };
  if (code === null) return { status: 'refused', reason: 'no-code' };
  if (!CODE.test(code)) return { status: 'refused', reason: 'unusable-code' };
  const told = { asked: [phoneNumber, phoneNumber.replaceAll(/\D/g, ''), code], credentials: [] };
  // Events show it, and a mapping may point at anything.
  const shown = PURPOSE.test(purpose) && isFitToShow(purpose, told) ? purpose : 'default';
  return { status: 'code', request: { phoneNumber, code, purpose: shown, ...others } };
}
