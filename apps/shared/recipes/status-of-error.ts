import { OtpError } from '@countersign/otp-core';
import { DatabaseUnavailableError } from '../users/database-unavailable-error.ts';

/** 503: the store or the database does not answer, or the app is stopping. 500: a mistake of ours. */
export function statusOfError(error: unknown): 500 | 503 {
  if (error instanceof DatabaseUnavailableError) return 503;
  if (!OtpError.isInstance(error)) return 500;
  return ['OTP_STORE_UNAVAILABLE', 'OTP_STORE_FULL', 'OTP_CLOSED'].includes(error.code) ? 503 : 500;
}
