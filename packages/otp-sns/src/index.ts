/** Text messages and delivery receipts through AWS SNS. */

export type { SnsIndiaRegistration, SnsMessageOptions } from './message-attributes.ts';
export type { SnsCertificateFetch } from './signing-keys.ts';
export { snsAdapter } from './sns-adapter.ts';
export type { SnsCallOptions, SnsClient } from './sns-client.ts';
export type {
  SnsAccountOptions,
  SnsConnectionOptions,
  SnsCredentials,
  SnsInjectedClientOptions,
} from './sns-connection-options.ts';
export { createSnsDeliveryReportParser, type SnsDeliveryReportParserOptions } from './sns-delivery-report-parser.ts';
export { createSnsSmsSender, type SnsSmsSenderOptions } from './sns-sms-sender.ts';
