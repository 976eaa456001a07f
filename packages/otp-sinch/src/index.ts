/** Verification, text messages and delivery receipts through Sinch. */
export { sinchAdapter } from './sinch-adapter.ts';
export {
  createSinchDeliveryReportParser,
  type SinchDeliveryReportParserOptions,
  type SinchSmsCallbackOptions,
  type SinchVerificationCallbackOptions,
} from './sinch-delivery-report-parser.ts';
export {
  createSinchSmsSender,
  type SinchDeliveryReportType,
  type SinchSmsRegion,
  type SinchSmsSenderOptions,
} from './sinch-sms-sender.ts';
export {
  createSinchVerificationProvider,
  type SinchVerificationProviderOptions,
} from './sinch-verification-provider.ts';
