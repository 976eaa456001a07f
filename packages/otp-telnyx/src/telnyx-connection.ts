/** How to reach Telnyx, with an API key or through a client of the SDK: options and their check. */
import { isOptions, type OptionProblems } from '@countersign/otp-core/adapter';
import { type GivenOptions, readBaseUrl, readFields, readTimeout, refuseBeside } from '@countersign/otp-provider-utils';
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

export const CONNECTION_OPTIONS = ['apiKey', 'client', 'baseUrl', 'timeoutMs'] as const;

const DEFAULT_BASE_URL = 'https://api.telnyx.com/v2';

/** What is returned beside a problem is never used. */
export function readConnection(given: GivenOptions, problems: OptionProblems): TelnyxConnection {
  const { apiKey, client, baseUrl = DEFAULT_BASE_URL } = given;
  const timeoutMs = readTimeout(given, problems);
  if (client !== undefined) {
    checkClient(client, problems);
    refuseBeside('client', given, ['apiKey', 'baseUrl'], problems);
    return { kind: 'injected', client: client as TelnyxClient, timeoutMs };
  }
  checkApiKey(apiKey, problems);
  readBaseUrl(given, 'baseUrl', DEFAULT_BASE_URL, problems);
  return { kind: 'own', apiKey: apiKey as string, baseUrl: String(baseUrl).replace(/\/+$/, ''), timeoutMs };
}

/** What no answer may repeat. A client of somebody else's keeps its key to itself. */
export function credentialsOf(connection: TelnyxConnection): readonly string[] {
  return connection.kind === 'own' ? [connection.apiKey] : [];
}

function checkApiKey(apiKey: unknown, problems: OptionProblems): void {
  if (apiKey === undefined) {
    problems.add('apiKey', 'is needed, or a client; the portal shows it once, under API Keys');
  } else if (typeof apiKey !== 'string' || !/^KEY[A-Za-z0-9_-]{8,256}$/.test(apiKey)) {
    problems.add('apiKey', 'must be an API v2 key: KEY and then letters, digits, hyphens and underscores');
  }
}

function checkClient(client: unknown, problems: OptionProblems): void {
  const { messages, verifications } = readFields(client, ['messages', 'verifications']);
  if (!isOptions(messages) || !isOptions(verifications))
    problems.add('client', 'must be a Telnyx of the package telnyx 7');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Profiles are named by UUIDs; what the portal shows beside them is a name of yours. */
export function checkUuid(option: string, value: unknown, problems: OptionProblems): void {
  if (typeof value !== 'string' || !UUID.test(value)) problems.add(option, 'must be a UUID, as the portal shows it');
}
