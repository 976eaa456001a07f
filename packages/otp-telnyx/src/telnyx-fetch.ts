/**
 * The `fetch` that the SDK is given: one request over Node's own client. Unlike the global one it tells whether the
 * request can have left, follows no redirect, reads no endless answer and takes no proxy from the environment.
 */
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { createWatchedExchange, EXCHANGE, type WatchedExchange } from './watched-exchange.ts';

/** Telnyx answers with one or two kilobytes. */
const MAX_ANSWER_BYTES = 65_536;

interface TelnyxRequestInit {
  readonly method?: string;
  readonly headers?: Headers | Record<string, string>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null;
  readonly [EXCHANGE]?: WatchedExchange;
}

/** Rejects with what Node said where no whole answer came, but for a refusal, whose status is enough. */
export function telnyxFetch(input: unknown, init: TelnyxRequestInit = {}): Promise<Response> {
  const exchange = init[EXCHANGE] ?? createWatchedExchange();
  return new Promise((resolve, reject) => {
    const request = openRequest(new URL(String(input)), init);
    request.once('socket', (socket) => {
      onceReady(socket, () => {
        exchange.mayHaveLeft = true;
      });
    });
    request.once('error', reject);
    request.once('response', (answer) => {
      exchange.mayHaveLeft = true;
      exchange.statusCode = answer.statusCode ?? 0;
      exchange.headers = headersOf(answer);
      readAnswer(answer, request, exchange.headers).then(resolve, reject);
    });
    request.end(typeof init.body === 'string' ? init.body : undefined);
  });
}

function openRequest(url: URL, { method = 'GET', headers = {}, signal }: TelnyxRequestInit): ClientRequest {
  const client = url.protocol === 'https:' ? https : http;
  return client.request(url, {
    method,
    headers: Object.fromEntries(new Headers(headers)),
    // A connection of its own: one kept alive may be closed just as it is used again, and nobody could tell what arrived.
    agent: new client.Agent(),
    ...(signal ? { signal } : {}),
  });
}

/** `secureConnecting` is true from a TLS socket's making to the end of its handshake; without it, the earlier event decides. */
function onceReady(socket: Socket & { readonly secureConnecting?: boolean }, callback: () => void): void {
  if (socket.secureConnecting === true) socket.once('secureConnect', callback);
  else if (socket.connecting) socket.once('connect', callback);
  else callback();
}

function headersOf(answer: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  return headers;
}

async function readAnswer(answer: IncomingMessage, request: ClientRequest, headers: Headers): Promise<Response> {
  const status = answer.statusCode ?? 0;
  const isSuccess = status >= 200 && status <= 299;
  try {
    const body = await readBody(answer);
    return createResponse(status, headers, body);
  } catch (error) {
    if (isSuccess) throw error;
    // A refusal whose body is too long or cut short is no less a refusal.
    return createResponse(status, headers, '');
  } finally {
    request.destroy();
  }
}

async function readBody(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw Object.assign(new Error('too large'), { code: 'ANSWER_TOO_LARGE' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** These may have no body, says the constructor of `Response`. */
const WITHOUT_BODY = [204, 205, 304];

function createResponse(status: number, headers: Headers, body: string): Response {
  return new Response(WITHOUT_BODY.includes(status) ? null : body, { status, headers });
}
