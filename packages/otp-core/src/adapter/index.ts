/** Helpers for those who write a sender, a provider or a store. */
export {
  type ConfigurationProblem,
  OtpConfigurationError,
  OtpError,
  OtpMisuseError,
  OtpStoreError,
} from '../errors/otp-error.ts';
export { failureMemoryMs, MOST_SECRETS, strangersShare } from './budget-rules.ts';
export { type ClientAddress, readClientAddress } from './client-address.ts';
export { type Confidential, isFitToShow } from './confidential.ts';
export { checkProviderId, createSmsSender, type SmsSenderOptions } from './create-sms-sender.ts';
export { explainUnloadedPackage, isPackageMissing } from './explain-unloaded-package.ts';
export { readClaim, readRecord, readRelease } from './once-calls.ts';
export { isOptions, joinPath, OptionProblems } from './options.ts';
export {
  categoryOfHttpStatus,
  createProviderFailure,
  dependenceOfUnknownCode,
  isAboutRecipient,
  type ProviderFailureInput,
  parseRetryAfter,
} from './provider-failure.ts';
