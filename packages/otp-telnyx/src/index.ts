/** Text messages and verification through Telnyx. */
export { telnyxAdapter } from './telnyx-adapter.ts';
export type {
  TelnyxCallOptions,
  TelnyxClient,
  TelnyxMessageBody,
  TelnyxVerificationBody,
} from './telnyx-client.ts';
export type {
  TelnyxApiKeyOptions,
  TelnyxConnectionOptions,
  TelnyxInjectedClientOptions,
} from './telnyx-connection.ts';
export {
  createTelnyxDeliveryReportParser,
  type TelnyxDeliveryReportParserOptions,
} from './telnyx-delivery-report-parser.ts';
export { createTelnyxSmsSender, type TelnyxSmsSenderOptions } from './telnyx-sms-sender.ts';
export {
  createTelnyxVerificationProvider,
  type TelnyxVerificationProviderOptions,
} from './telnyx-verification-provider.ts';
