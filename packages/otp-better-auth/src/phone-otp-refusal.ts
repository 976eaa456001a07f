import { PHONE_OTP_ERROR_CODES, type PhoneOtpErrorCode } from './error-codes.ts';

/** Why the plug-in refused, for a page that says what to do next. */
export interface PhoneOtpRefusal {
  readonly code: PhoneOtpErrorCode;
  /** English; show a text of your own by `code`. */
  readonly message: string;
  /** With `WRONG_CODE`. */
  readonly attemptsLeft: number | null;
  /** When it is worth trying again, where that is known. */
  readonly retryAt: Date | null;
}

/**
 * Reads the `error` that better-auth's client gives. `null`: no error, or none of this plug-in.
 *
 * @example
 * const { error } = await authClient.signIn.phoneOtp({ code: '042817' });
 * const refusal = readPhoneOtpRefusal(error);
 * if (refusal?.code === 'WRONG_CODE') console.log(`${refusal.attemptsLeft} tries left`);
 */
export function readPhoneOtpRefusal(error: unknown): PhoneOtpRefusal | null {
  if (typeof error !== 'object' || error === null || !('code' in error) || !isCode(error.code)) return null;
  const { message } = PHONE_OTP_ERROR_CODES[error.code];
  const attemptsLeft = 'attemptsLeft' in error && typeof error.attemptsLeft === 'number' ? error.attemptsLeft : null;
  return { code: error.code, message, attemptsLeft, retryAt: 'retryAt' in error ? readMoment(error.retryAt) : null };
}

/** better-auth's client has made a `Date` of it already; another client of the same endpoints has not. */
function readMoment(value: unknown): Date | null {
  const moment = value instanceof Date ? value : new Date(typeof value === 'string' ? value : Number.NaN);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

function isCode(value: unknown): value is PhoneOtpErrorCode {
  return typeof value === 'string' && Object.hasOwn(PHONE_OTP_ERROR_CODES, value);
}
