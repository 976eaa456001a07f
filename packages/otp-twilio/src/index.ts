/** Text messages and verification through Twilio. */
export { twilioAdapter } from './twilio-adapter.ts';
export type {
  TwilioApiKeyOptions,
  TwilioAuthTokenOptions,
  TwilioClient,
  TwilioClientOptions,
  TwilioConnectionOptions,
  TwilioEndpointOptions,
  TwilioMessageBody,
  TwilioVerificationBody,
  TwilioVerifications,
  TwilioVerifyService,
} from './twilio-connection.ts';
export {
  createTwilioDeliveryReportParser,
  type TwilioDeliveryReportParserOptions,
} from './twilio-delivery-report-parser.ts';
export type {
  TwilioMessageOptions,
  TwilioSenderIdentity,
  TwilioSmsSenderOptions,
} from './twilio-sms-sender.ts';
export { createTwilioSmsSender } from './twilio-sms-sender.ts';
export type {
  TwilioRateLimits,
  TwilioVerificationProviderOptions,
  TwilioVerifyOptions,
} from './twilio-verification-options.ts';
export { createTwilioVerificationProvider } from './twilio-verification-provider.ts';
