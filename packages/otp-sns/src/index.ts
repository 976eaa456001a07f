/** Text messages and delivery receipts through AWS SNS. */
export { snsAdapter } from './sns-adapter.ts';
export type {
  SnsAccountOptions,
  SnsCallOptions,
  SnsClient,
  SnsConnectionOptions,
  SnsCredentials,
  SnsInjectedClientOptions,
} from './sns-connection.ts';
export { createSnsDeliveryReportParser, type SnsDeliveryReportParserOptions } from './sns-delivery-report-parser.ts';
export type { SnsCertificateFetch } from './sns-signing-keys.ts';
export {
  createSnsSmsSender,
  type SnsIndiaRegistration,
  type SnsMessageOptions,
  type SnsSmsSenderOptions,
} from './sns-sms-sender.ts';
