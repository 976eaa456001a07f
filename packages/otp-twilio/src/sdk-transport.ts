import type { RequestClient } from 'twilio';
import type { OwnConnection } from './read-connection.ts';
import { exchange, type WireExchange } from './wire-exchange.ts';

/** What the SDK is given in place of its own HTTP client. It serves one call and keeps what became of it. */
export interface SdkTransport {
  readonly httpClient: RequestClient;
  /** `null`: nothing was asked. */
  exchanged(): WireExchange | null;
}

/** What of the SDK's request matters here. */
interface SdkRequest {
  readonly method: string;
  readonly uri: string;
  readonly username?: string;
  readonly password?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, unknown>>;
}

export function createSdkTransport({ baseUrl }: OwnConnection, signal: AbortSignal): SdkTransport {
  let exchanged: WireExchange | null = null;

  async function request(sdkRequest: SdkRequest) {
    // Whatever an SDK of the future would like to try again: one call is one request.
    if (exchanged !== null || signal.aborted) throw new Error('Not asked.');
    exchanged = { status: 'broken', mayHaveLeft: false, code: null, head: null };
    exchanged = await exchange(toWire(sdkRequest, baseUrl), signal);
    if (exchanged.status === 'broken') throw new Error('Broken off.');
    const { head, body } = exchanged;
    return { statusCode: head.statusCode, headers: head.headers, body };
  }

  // The SDK asks its client for nothing but this one method.
  return { httpClient: { request } as unknown as RequestClient, exchanged: () => exchanged };
}

function toWire({ method, uri, username, password, headers, data }: SdkRequest, baseUrl: URL | null) {
  const body = writeForm(data ?? {});
  return {
    method: method.toUpperCase(),
    url: place(new URL(uri), baseUrl),
    headers: {
      ...headers,
      Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      'Content-Length': String(Buffer.byteLength(body)),
    },
    body,
  };
}

/** A base address may have a path of its own, in front of Twilio's. */
function place(url: URL, baseUrl: URL | null): URL {
  if (baseUrl === null) return url;
  return new URL(`${baseUrl.origin}${baseUrl.pathname.replace(/\/$/, '')}${url.pathname}${url.search}`);
}

function writeForm(data: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(data).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(fields).toString();
}
