/** The browser's side of the OTP routes: no framework, no dependency, about 3 kB. */

// Exported here as well, or the bundled declarations would take it from the entry for Express, and so ask for Express's types.
export type { ProblemCode } from '../problems/problem.ts';
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
