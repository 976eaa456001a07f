/**
 * What a deployment says of its providers, alike in code and in the environment. Types only, and of our own: those of
 * the adapters would ask for packages that a deployment may not have.
 */

/** The providers of the catalog. */
export type ProviderName = ProviderSettings['name'];

/** One provider and its account. */
export type ProviderSettings =
  | TwilioSettings
  | TwilioVerifySettings
  | TelnyxSettings
  | TelnyxVerifySettings
  | SinchSettings
  | SinchSmsSettings
  | SnsSettings
  | HttpGatewaySettings
  | InboxSettings;

/** An account of Twilio: with its auth token, or with an API key and its secret. Receipts are signed with the auth token. */
export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken?: string;
  readonly apiKeySid?: string;
  readonly apiKeySecret?: string;
  readonly region?: string;
  readonly edge?: string;
  readonly baseUrl?: string;
  readonly timeoutMs?: number;
}

/** Text messages through Twilio; `from` or `messagingServiceSid` is needed. */
export interface TwilioSettings extends TwilioAccount {
  readonly name: 'twilio';
  readonly from?: string;
  readonly messagingServiceSid?: string;
  readonly statusCallback?: string;
}

/** Twilio Verify. */
export interface TwilioVerifySettings extends TwilioAccount {
  readonly name: 'twilio-verify';
  readonly serviceSid: string;
  readonly codeLength?: number;
  readonly codeTtlSeconds?: number;
  readonly channel?: 'sms' | 'call' | 'whatsapp' | 'auto';
}

/** Text messages through Telnyx; `from` or `messagingProfileId` is needed. */
export interface TelnyxSettings {
  readonly name: 'telnyx';
  readonly apiKey: string;
  /** For receipts. */
  readonly publicKey?: string;
  readonly from?: string;
  readonly messagingProfileId?: string;
  readonly webhookUrl?: string;
  readonly baseUrl?: string;
  readonly timeoutMs?: number;
}

/** Telnyx Verify. */
export interface TelnyxVerifySettings {
  readonly name: 'telnyx-verify';
  readonly apiKey: string;
  /** For receipts. */
  readonly publicKey?: string;
  readonly verifyProfileId: string;
  readonly codeLength?: number;
  readonly codeTtlMs?: number;
  readonly baseUrl?: string;
  readonly timeoutMs?: number;
}

/** Sinch Verification. */
export interface SinchSettings {
  readonly name: 'sinch';
  readonly applicationKey: string;
  readonly applicationSecret: string;
  readonly codeLength?: number;
  readonly baseUrl?: string;
  readonly timeoutMs?: number;
}

/** Text messages through Sinch. */
export interface SinchSmsSettings {
  readonly name: 'sinch-sms';
  readonly servicePlanId: string;
  readonly apiToken: string;
  /** One of the adapter's list, such as `eu`; checked when it is read. @defaultValue 'us' */
  readonly region?: string;
  readonly from?: string;
  readonly callbackUrl?: string;
  /** For receipts. */
  readonly webhookSecret?: string;
  readonly baseUrl?: string;
  readonly timeoutMs?: number;
}

/** Text messages through Amazon SNS. Credentials come from where the AWS SDK finds them. */
export interface SnsSettings {
  readonly name: 'sns';
  readonly region: string;
  readonly senderId?: string;
  readonly originationNumber?: string;
  readonly maxPriceUsd?: number;
  /** What India's registers gave to the sender and to the text. */
  readonly india?: { readonly entityId: string; readonly templateId: string };
  /** For receipts: where delivery status logs are published. */
  readonly topicArns?: readonly string[];
  /** In PEM, of the local inbox: receipts are checked with it in place of the certificate of SNS. Refused in production. */
  readonly inboxCertificate?: string;
  readonly endpoint?: string;
  readonly timeoutMs?: number;
}

/** Text messages through an HTTP gateway: one of the presets, or an `endpoint`. */
export interface HttpGatewaySettings {
  readonly name: 'http-gateway';
  readonly preset?: string;
  readonly endpoint?: string;
  readonly apiKey?: string;
  readonly username?: string;
  readonly password?: string;
  readonly authentication?: 'header' | 'parameters' | 'bearer' | 'basic';
  readonly from?: string;
  readonly timeoutMs?: number;
}

/** The local inbox. Not in production, where it would show codes to whoever opens it. */
export interface InboxSettings {
  readonly name: 'inbox';
  /** @defaultValue 'http://127.0.0.1:4025' */
  readonly url?: string;
  /** Where the inbox asks for one. @defaultValue none */
  readonly token?: string;
}
