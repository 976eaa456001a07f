/** Helpers for those who write a sender, a provider or a store. */
export {
  type ConfigurationProblem,
  OtpConfigurationError,
  OtpError,
  OtpMisuseError,
  OtpStoreError,
} from '../errors/otp-error.ts';
export type { Adapter } from './adapter.ts';
export { failureMemoryMs, MOST_SECRETS, strangersShare } from './budget-rules.ts';
export { readNowMs } from './call-fields.ts';
export {
  CALL_GRACE_MS,
  type ReadCallOptions,
  readCallOptions,
  readStoreTimeout,
  timeToTell,
} from './call-options.ts';
export { checkProvider } from './check-port.ts';
export { type ClientAddress, readClientAddress } from './client-address.ts';
export { type Confidential, isFitToShow } from './confidential.ts';
export { checkChannel, checkProviderId, createSmsSender, type SmsSenderOptions } from './create-sms-sender.ts';
export { createUnloadedError, explainUnloadedPackage, isPackageMissing } from './explain-unloaded-package.ts';
export { giveBackClaim } from './give-back-claim.ts';
export { keepLongNumber } from './keep-long-number.ts';
export { type MessageFields, type ReadMessageFields, readMessageFields } from './message-fields.ts';
export { readClaim, readRecord, readRelease } from './once-calls.ts';
export { OptionReader, type WholeRange } from './option-reader.ts';
export { isOptions, joinPath, OptionProblems } from './options.ts';
export type { PhoneAdapter } from './phone-adapter.ts';
export {
  type AdapterOptions,
  defineAdapter,
  defineProduct,
  type ProviderAdapter,
  type ProviderProduct,
  type ProviderProductDefinition,
} from './provider-adapter.ts';
export { type Asked, readCheckOutcome, readSendOutcome, readStartOutcome } from './provider-answer.ts';
export {
  categoryOfHttpStatus,
  createProviderFailure,
  dependenceOfUnknownCode,
  isAboutRecipient,
  type ProviderFailureInput,
  parseRetryAfter,
} from './provider-failure.ts';
export { type RateLimitCharge, readRateLimitCharges } from './rate-windows.ts';
export type { RoutingAdapter } from './routing-adapter.ts';
export type { OpenedOnceStore, OpenedStores, StoreAdapter } from './store-adapter.ts';
