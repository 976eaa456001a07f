/** Helpers for those who write a sender, a provider or a store. */
export {
  type ConfigurationProblem,
  OtpConfigurationError,
  OtpError,
  OtpMisuseError,
  OtpStoreError,
} from '../errors/otp-error.ts';
export { failureMemoryMs, strangersShare } from './budget-rules.ts';
export { type ClientAddress, readClientAddress } from './client-address.ts';
export { checkProviderId, createSmsSender, type SmsSenderOptions } from './create-sms-sender.ts';
export { readClaim, readRecord, readRelease } from './once-calls.ts';
export { isOptions, joinPath, OptionProblems } from './options.ts';
export { type Asked, readSendOutcome } from './provider-answer.ts';
export {
  categoryOfHttpStatus,
  createProviderFailure,
  type ProviderFailureInput,
  parseRetryAfter,
} from './provider-failure.ts';
