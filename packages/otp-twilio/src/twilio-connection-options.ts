/** How an account is reached and proven, alike for both products. Types only. */
import type { TwilioClient } from './twilio-client.ts';

/** Whose account it is. */
export type TwilioConnectionOptions = TwilioAuthTokenOptions | TwilioApiKeyOptions | TwilioClientOptions;

/** The account's own secret. */
export interface TwilioAuthTokenOptions extends TwilioEndpointOptions {
  /** `AC` and 32 hexadecimal digits. */
  readonly accountSid: string;
  /** The primary auth token. It opens the whole account; an API key can be revoked by itself. */
  readonly authToken: string;
  readonly apiKeySid?: never;
  readonly apiKeySecret?: never;
  readonly client?: never;
}

/** A key of the account. Receipts are signed with the auth token all the same. */
export interface TwilioApiKeyOptions extends TwilioEndpointOptions {
  /** `AC` and 32 hexadecimal digits. */
  readonly accountSid: string;
  /** `SK` and 32 hexadecimal digits. */
  readonly apiKeySid: string;
  readonly apiKeySecret: string;
  readonly authToken?: never;
  readonly client?: never;
}

/** Where requests go to, and how long they may take. */
export interface TwilioEndpointOptions {
  /** Replaces `https://api.twilio.com` and `https://verify.twilio.com`; plain http only to this machine. @defaultValue Twilio's own hosts */
  readonly baseUrl?: string;
  /** Where Twilio processes and stores, such as `ie1`. @defaultValue Twilio's own, which is `us1` */
  readonly region?: string;
  /** Where requests enter Twilio's network, such as `dublin`. @defaultValue Twilio's own choice */
  readonly edge?: string;
  /** Milliseconds for the whole of a call, 1 to 60,000. @defaultValue 10000 */
  readonly timeoutMs?: number;
}

/** A client of yours: for a proxy, a certificate authority or OAuth. */
export interface TwilioClientOptions {
  /**
   * Made by the `twilio` package, without `autoRetry`. A request that an end of time overtakes is no longer waited
   * for, but not cut off either: give the client a `timeout` of its own.
   */
  readonly client: TwilioClient;
  /** Milliseconds for the whole of a call, 1 to 60,000. @defaultValue 10000 */
  readonly timeoutMs?: number;
  readonly accountSid?: never;
  readonly authToken?: never;
  readonly apiKeySid?: never;
  readonly apiKeySecret?: never;
  readonly baseUrl?: never;
  readonly region?: never;
  readonly edge?: never;
}
