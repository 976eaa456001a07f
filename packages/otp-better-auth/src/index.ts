/** The server's half: `phoneOtp` for `betterAuth({ plugins })`. The browser's stands in `/client`. */

export type { SentCode } from './engine-calls.ts';
export { PHONE_OTP_ERROR_CODES, type PhoneOtpErrorCode } from './error-codes.ts';
export type { PhoneOtpFlow } from './flow.ts';
export { phoneOtp } from './phone-otp.ts';
export type { NumberChange, PhoneOtpOptions, PhoneOtpUser, SignUpOptions } from './phone-otp-options.ts';
export type { PhoneOtpUserFields } from './phone-otp-schema.ts';
