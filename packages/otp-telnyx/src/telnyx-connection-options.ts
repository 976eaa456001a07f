/** How to reach Telnyx: with an API key, or through a client of the SDK. Types only. */
import type { TelnyxClient } from './telnyx-client.ts';

/** One of the two, never both. */
export type TelnyxConnectionOptions = TelnyxApiKeyOptions | TelnyxInjectedClientOptions;

/** The SDK's client is made here, at the first message. */
export interface TelnyxApiKeyOptions extends TelnyxTimeoutOptions {
  /** An API v2 key of the portal; starts with `KEY`. */
  readonly apiKey: string;
  /**
   * Where the API is, version included. Plain http only on loopback.
   * @defaultValue 'https://api.telnyx.com/v2'
   */
  readonly baseUrl?: string;
  readonly client?: never;
}

/** A client of your own, for a proxy or another transport. It is used as it is, and never closed. */
export interface TelnyxInjectedClientOptions extends TelnyxTimeoutOptions {
  /** A `Telnyx` of the package telnyx, with its API key. Its logger must not log bodies. */
  readonly client: TelnyxClient;
  readonly apiKey?: never;
  readonly baseUrl?: never;
}

interface TelnyxTimeoutOptions {
  /**
   * For the whole call, in milliseconds: loading the SDK, connecting, answering. 1 to 60,000.
   * @defaultValue 10_000
   */
  readonly timeoutMs?: number;
}
