/** Helpers for those who write a sender, a provider or a store. */
export {
  type ConfigurationProblem,
  OtpConfigurationError,
  OtpError,
  OtpMisuseError,
  OtpStoreError,
} from '../errors/otp-error.ts';
export { failureMemoryMs, strangersShare } from './budget-rules.ts';
export { checkProviderId, createSmsSender, type SmsSenderOptions } from './create-sms-sender.ts';
export { readClaim, readRecord, readRelease } from './once-calls.ts';
export { isOptions, joinPath, OptionProblems } from './options.ts';
export {
  categoryOfHttpStatus,
  createProviderFailure,
  type ProviderFailureInput,
  parseRetryAfter,
} from './provider-failure.ts';
