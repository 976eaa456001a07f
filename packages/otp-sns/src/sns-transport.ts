/**
 * The transport that the SDK is given: one request over Node's own client. Unlike the SDK's it tells whether the request
 * can have left, reads no endless answer, and sends no text over plain http to another machine, whatever the environment
 * names as the endpoint. The SDK's `requestTimeout` only warns; here the signal of the call ends everything.
 */
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { isLoopbackHost } from './loopback-host.ts';
import { createWatchedExchange, EXCHANGE, type WatchedExchange } from './watched-exchange.ts';

/** SNS answers with less than a kilobyte. */
const MAX_ANSWER_BYTES = 65_536;

/** For what has no signal: the SDK fetches some credentials through the same transport. */
const LONGEST_MS = 60_000;

/** A request as the SDK gives it to a transport. */
interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkRequestOptions {
  readonly abortSignal?: unknown;
  readonly [EXCHANGE]?: WatchedExchange;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** In the shape that the SDK takes for a `requestHandler`. Rejects with what Node said where no whole answer came. */
export function createSnsTransport() {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request: SdkRequest, options: SdkRequestOptions = {}): Promise<{ response: SdkResponse }> => ({
      response: await exchangeOnce(request, options),
    }),
    updateHttpClientConfig: (): void => {},
    httpHandlerConfigs: () => ({}),
    destroy: (): void => {},
  };
}

async function exchangeOnce(request: SdkRequest, options: SdkRequestOptions): Promise<SdkResponse> {
  const exchange = options[EXCHANGE] ?? createWatchedExchange();
  const url = toUrl(request);
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) throw withCode('PLAIN_HTTP');
  return await new Promise((resolve, reject) => {
    const outgoing = openRequest(url, request, options.abortSignal);
    outgoing.once('socket', (socket) => {
      onceReady(socket, () => {
        exchange.mayHaveLeft = true;
      });
    });
    outgoing.once('error', reject);
    outgoing.once('response', (answer) => {
      exchange.mayHaveLeft = true;
      exchange.statusCode = answer.statusCode ?? 0;
      exchange.headers = headersOf(answer);
      readAnswer(answer, outgoing, exchange).then(resolve, reject);
    });
    outgoing.end(typeof request.body === 'string' || request.body instanceof Uint8Array ? request.body : undefined);
  });
}

function toUrl({ protocol, hostname, port, path, query = {} }: SdkRequest): URL {
  const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
  url.pathname = path;
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value ?? ''].flat()) url.searchParams.append(name, each);
  }
  return url;
}

function openRequest(url: URL, { method, headers }: SdkRequest, signal: unknown): ClientRequest {
  const client = url.protocol === 'https:' ? https : http;
  return client.request(url, {
    method,
    headers,
    // A connection of its own: one kept alive may be closed just as it is used again, and nobody could tell what arrived.
    agent: new client.Agent(),
    signal: signal instanceof AbortSignal ? signal : AbortSignal.timeout(LONGEST_MS),
  });
}

/** `secureConnecting` is true from a TLS socket's making to the end of its handshake; without it, the earlier event decides. */
function onceReady(socket: Socket & { readonly secureConnecting?: boolean }, callback: () => void): void {
  if (socket.secureConnecting === true) socket.once('secureConnect', callback);
  else if (socket.connecting) socket.once('connect', callback);
  else callback();
}

function headersOf(answer: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
}

/** A refusal whose body cannot be read is no less a refusal: whoever asked has its status from the exchange. */
async function readAnswer(
  answer: IncomingMessage,
  outgoing: ClientRequest,
  { statusCode, headers }: WatchedExchange,
): Promise<SdkResponse> {
  try {
    // The SDK writes into the headers.
    return { statusCode: statusCode ?? 0, headers: { ...headers }, body: await readBody(answer) };
  } finally {
    outgoing.destroy();
  }
}

async function readBody(answer: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw withCode('ANSWER_TOO_LARGE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function withCode(code: string): Error {
  return Object.assign(new Error(code), { code });
}
