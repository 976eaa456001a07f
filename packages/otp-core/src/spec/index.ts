/** The ports: what a provider, a store or a limiter must be. Types only, but for the lists of channels and of failure categories. */
export type { Clock } from './clock.ts';
export type {
  CancelledChallenge,
  CodeDigest,
  CodeStore,
  DiscardInput,
  IssuedChallenge,
  IssueInput,
  IssueIntent,
  IssueOutcome,
  LengthDigest,
  RedeemInput,
  RedeemOutcome,
  RefusedSend,
  SettleInput,
  SettleOutcome,
  StoreCall,
  StoreCallOptions,
  SubjectKey,
  UnlockInput,
} from './code-store.ts';
export type {
  DeliveryReport,
  DeliveryReportOutcome,
  DeliveryReportParser,
  DeliveryReportReply,
  DeliveryReportRequest,
} from './delivery-report.ts';
export type { NumberBudget, QuotaWindow } from './number-budget.ts';
export type {
  ClaimInput,
  ClaimOutcome,
  OnceStore,
  RecordInput,
  RecordOutcome,
  ReleaseInput,
  ReleaseOutcome,
} from './once-store.ts';
export type { PhoneNumber, PhoneNumberParseOutcome, PhoneNumberParser } from './phone-number.ts';
export {
  PROVIDER_FAILURE_CATEGORIES,
  type ProviderFailure,
  type ProviderFailureCategory,
  type ProviderFailureDependence,
} from './provider-failure.ts';
export type { RateLimiter, RateLimitOutcome, RateLimitWindow } from './rate-limiter.ts';
export {
  type CallOptions,
  MESSAGE_CHANNELS,
  type MessageChannel,
  type SendOutcome,
  type SmsMessage,
  type SmsSender,
} from './sms-sender.ts';
export type {
  CheckInput,
  CheckOutcome,
  StartInput,
  StartOutcome,
  VerificationCapabilities,
  VerificationProvider,
} from './verification-provider.ts';
