/** The browser's side of the OTP routes: no framework, no dependency, about 3 kB. */
export type { ClientFetch } from './ask-server.ts';
export type {
  ClientCallInput,
  CountriesResult,
  OtpFailure,
  OtpFailureReason,
  SentCode,
  SentResult,
  Verified,
  VerifiedResult,
} from './client-results.ts';
export type { OtpClientLanguages, OtpClientWords } from './client-words.ts';
export { findCode } from './find-code.ts';
export { createOtpClient, type OtpClient, type OtpClientOptions } from './otp-client.ts';
