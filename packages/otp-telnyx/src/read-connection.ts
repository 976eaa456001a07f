import { isOptions, type OptionProblems } from '@countersign/otp-core/adapter';
import { createTelnyxClientLoader } from './load-telnyx-client.ts';
import type { TelnyxClient } from './telnyx-client.ts';

/** A checked way to Telnyx. */
export interface TelnyxConnection {
  readonly timeoutMs: number;
  readonly loadClient: () => Promise<TelnyxClient>;
  /** The transport is ours and tells what it did. */
  readonly isWatched: boolean;
  /** What no answer may repeat. A client of somebody else's keeps its key to itself. */
  readonly credentials: readonly string[];
}

export const CONNECTION_OPTIONS = ['apiKey', 'client', 'baseUrl', 'timeoutMs'] as const;

const DEFAULT_BASE_URL = 'https://api.telnyx.com/v2';

/** What is returned beside a problem is never used. */
export function readConnection(given: Readonly<Record<string, unknown>>, problems: OptionProblems): TelnyxConnection {
  const { apiKey, client, baseUrl = DEFAULT_BASE_URL, timeoutMs = 10_000 } = given;
  problems.addUnlessInteger('timeoutMs', timeoutMs, 1, 60_000);
  if (client !== undefined) {
    checkClient(client, problems);
    for (const option of ['apiKey', 'baseUrl']) {
      if (given[option] !== undefined) problems.add(option, 'has no effect beside client, which has its own');
    }
    const loadClient = async () => client as TelnyxClient;
    return { timeoutMs: Number(timeoutMs), loadClient, isWatched: false, credentials: [] };
  }
  checkApiKey(apiKey, problems);
  checkBaseUrl(baseUrl, problems);
  const loadClient = createTelnyxClientLoader(String(apiKey), String(baseUrl).replace(/\/+$/, ''));
  return { timeoutMs: Number(timeoutMs), loadClient, isWatched: true, credentials: [String(apiKey)] };
}

function checkApiKey(apiKey: unknown, problems: OptionProblems): void {
  if (apiKey === undefined) {
    problems.add('apiKey', 'is needed, or a client; the portal shows it once, under API Keys');
  } else if (typeof apiKey !== 'string' || !/^KEY[A-Za-z0-9_-]{8,256}$/.test(apiKey)) {
    problems.add('apiKey', 'must be an API v2 key: KEY and then letters, digits, hyphens and underscores');
  }
}

function checkClient(client: unknown, problems: OptionProblems): void {
  const { messages, verifications } = Object(client) as { messages?: unknown; verifications?: unknown };
  if (!isOptions(messages) || !isOptions(verifications))
    problems.add('client', 'must be a Telnyx of the package telnyx 7');
}

/** The URL parser forgives too much for an address that a key goes to: what a person would read differently is refused. */
function checkBaseUrl(baseUrl: unknown, problems: OptionProblems): void {
  const isWritten =
    typeof baseUrl === 'string' && baseUrl.length <= 2048 && /^https?:\/\/[^/\s\\][^\s\\]*$/.test(baseUrl);
  if (!isWritten || !URL.canParse(baseUrl)) {
    problems.add('baseUrl', `must be an absolute URL such as ${DEFAULT_BASE_URL}`);
    return;
  }
  const url = new URL(baseUrl);
  if (url.username !== '' || url.password !== '') problems.add('baseUrl', 'must not hold credentials');
  if (/[?#]/.test(baseUrl)) problems.add('baseUrl', 'must have neither a query nor a fragment');
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    problems.add('baseUrl', 'must be https; plain http only to localhost');
  }
}

/** Judges what the URL parser made of the host: it has already spelt `127.1` and `0x7f000001` as `127.0.0.1`. */
function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}
