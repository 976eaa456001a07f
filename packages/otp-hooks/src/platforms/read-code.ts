/** What every platform's reading ends in: a number and a code are there, or they are not. */
import type { CodeRequest, PlatformReading } from './platform.ts';

/** Digits for the most part; letters where a platform is set so. */
const CODE = /^[\x21-\x7e]{1,32}$/;

export type FoundCode = Omit<CodeRequest, 'phoneNumber' | 'code'> & {
  readonly phoneNumber: string | null;
  readonly code: string | null;
};

export function readCode({ phoneNumber, code, ...others }: FoundCode): PlatformReading {
  if (phoneNumber === null) return { status: 'refused', reason: 'malformed' };
  if (code === null) return { status: 'refused', reason: 'no-code' };
  if (!CODE.test(code)) return { status: 'refused', reason: 'unusable-code' };
  return { status: 'code', request: { phoneNumber, code, ...others } };
}
