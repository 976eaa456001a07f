/** The browser's half: `phoneOtpClient` for `createAuthClient({ plugins })`. Nothing of the server is loaded. */
export { PHONE_OTP_ERROR_CODES, type PhoneOtpErrorCode } from '../error-codes.ts';
export { type PhoneOtpClientOptions, phoneOtpClient } from '../phone-otp-client.ts';
export { type PhoneOtpRefusal, readPhoneOtpRefusal } from '../phone-otp-refusal.ts';
