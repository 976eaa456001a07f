/** The engine and everything a deployment composes it from. */
export {
  createSmsSender,
  type SmsSenderOptions,
} from './adapter/create-sms-sender.ts';
export { generateCode } from './challenge/index.ts';
export { createE164Parser } from './engine/addressee.ts';
export { createOtpEngine } from './engine/create-otp-engine.ts';
export type { Deadlines, DecoyKind, OtpEngineOptions } from './engine/engine-options.ts';
export type {
  CancelInput,
  CancelResult,
  ClientContext,
  MalformedField,
  OtpEngine,
  RequestInput,
  RequestResult,
  ResendInput,
  Scope,
  UnlockNumberInput,
  VerifyByHandleInput,
  VerifyByNumberInput,
  VerifyInput,
  VerifyResult,
} from './engine/otp-engine.ts';
export {
  type ConfigurationProblem,
  OtpAbortedError,
  OtpClosedError,
  OtpConfigurationError,
  OtpError,
  type OtpErrorCode,
  OtpMessageError,
  OtpMisuseError,
  OtpStoreError,
} from './errors/otp-error.ts';
export type * from './events/otp-event.ts';
export {
  countSegments,
  createMessageComposer,
  type MessageComposer,
  type MessageInput,
  type MessageLanguages,
  type MessageOptions,
  type MessageTemplate,
  type MessageTemplateInput,
  maskPhoneNumber,
  type SegmentCount,
} from './message/index.ts';
export {
  type OtpPolicy,
  type OtpPolicyOptions,
  type OtpPolicyPreset,
  type PurposePolicy,
  type RateLimitPolicy,
  STANDARD_POLICY,
  STRICT_POLICY,
  type StepUpPolicy,
} from './policy/index.ts';
export type {
  Clock,
  CodeStore,
  NumberBudget,
  PhoneNumber,
  PhoneNumberParseOutcome,
  PhoneNumberParser,
  ProviderFailure,
  ProviderFailureCategory,
  QuotaWindow,
  RateLimiter,
  SendOutcome,
  SmsMessage,
  SmsSender,
  VerificationProvider,
} from './spec/index.ts';
