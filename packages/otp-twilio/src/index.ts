/** Text messages and verification through Twilio. */

export type { TwilioSenderIdentity } from './sender-identity.ts';
export { twilioAdapter } from './twilio-adapter.ts';
export type {
  TwilioClient,
  TwilioMessageBody,
  TwilioVerificationBody,
  TwilioVerifications,
  TwilioVerifyService,
} from './twilio-client.ts';
export type {
  TwilioApiKeyOptions,
  TwilioAuthTokenOptions,
  TwilioClientOptions,
  TwilioConnectionOptions,
  TwilioEndpointOptions,
} from './twilio-connection-options.ts';
export type { TwilioDeliveryReportParserOptions } from './twilio-delivery-report-options.ts';
export { createTwilioDeliveryReportParser } from './twilio-delivery-report-parser.ts';
export { createTwilioSmsSender } from './twilio-sms-sender.ts';
export type { TwilioMessageOptions, TwilioSmsSenderOptions } from './twilio-sms-sender-options.ts';
export type {
  TwilioRateLimits,
  TwilioVerificationProviderOptions,
  TwilioVerifyOptions,
} from './twilio-verification-options.ts';
export { createTwilioVerificationProvider } from './twilio-verification-provider.ts';
