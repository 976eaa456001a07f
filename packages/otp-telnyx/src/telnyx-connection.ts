/** How to reach Telnyx, with an API key or through a client of the SDK: options and their check. */
import { text } from '@countersign/otp-core/settings';
import type { VendorOptions } from '@countersign/otp-provider-utils';
import type { TelnyxClient, TelnyxConnection } from './telnyx-client.ts';

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

export const API_KEY = text(/^KEY[A-Za-z0-9_-]{8,256}$/, 'an API v2 key, which starts with KEY');

const DEFAULT_BASE_URL = 'https://api.telnyx.com/v2';

/** What is returned beside a problem is never used. */
export function readConnection(given: VendorOptions): TelnyxConnection {
  const timeoutMs = given.timeoutMs();
  const client = given.client<TelnyxClient>('a Telnyx of the package telnyx 7', isTelnyx, ['apiKey', 'baseUrl']);
  if (client !== null) return { kind: 'injected', client, timeoutMs };
  if (given.value('apiKey') === undefined) {
    given.add('apiKey', 'is needed, or a client; the portal shows it once, under API Keys');
  }
  const apiKey = given.optionalText('apiKey', API_KEY) ?? '';
  const isElsewhere = given.baseUrl('baseUrl', DEFAULT_BASE_URL) !== null;
  const baseUrl = isElsewhere ? String(given.value('baseUrl')).replace(/\/+$/, '') : DEFAULT_BASE_URL;
  return { kind: 'own', apiKey, baseUrl, timeoutMs };
}

function isTelnyx({ messages, verifications }: Readonly<Record<string, unknown>>): boolean {
  return [messages, verifications].every((part) => typeof part === 'object' && part !== null);
}
