/** Verification, text messages and delivery receipts through Sinch. */

export type { SinchClock } from './read-option.ts';
export { sinchAdapter } from './sinch-adapter.ts';
export type {
  SinchDeliveryReportParserOptions,
  SinchSmsCallbackOptions,
  SinchVerificationCallbackOptions,
} from './sinch-delivery-report-options.ts';
export { createSinchDeliveryReportParser } from './sinch-delivery-report-parser.ts';
export type { SinchDeliveryReportType, SinchSmsRegion, SinchSmsSenderOptions } from './sinch-sms-options.ts';
export { createSinchSmsSender } from './sinch-sms-sender.ts';
export type { SinchVerificationProviderOptions } from './sinch-verification-options.ts';
export { createSinchVerificationProvider } from './sinch-verification-provider.ts';
