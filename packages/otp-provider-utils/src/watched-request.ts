/**
 * One request over Node's own client, watched. No list of error codes can tell whether a request left (`ECONNRESET`
 * occurs on both sides of that line), but the socket can: Node writes nothing before `connect`, or under TLS before
 * `secureConnect`, which comes after the certificate was checked.
 */
import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { urlToHttpOptions } from 'node:url';
import { isThisMachine } from './vendor-options.ts';

/** The head of an answer. Names of headers are in lower case; what came several times is joined by commas. */
export interface AnswerHead {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is known of one request. */
export interface Watch {
  /** True once a connection was ready: bytes of the request can have left. */
  mayHaveLeft: boolean;
  /** Set where somebody else's client makes the request: nobody sees its socket, so that only its errors can tell. */
  isHandedOver: boolean;
  /** The answer's head, once it has come. */
  head: AnswerHead | null;
}

/** Nothing is known yet. */
export function createWatch(): Watch {
  return { mayHaveLeft: false, isHandedOver: false, head: null };
}

/** What is asked. It leaves byte for byte, as a signature may cover it. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}

/** Vendors answer with a few kilobytes. */
export const MAX_ANSWER_BYTES = 65_536;

/**
 * Makes one request: no retry, no redirect, no proxy of the environment, no plain http to another machine, no answer of
 * more than 64 kB. Rejects with what Node said where no whole answer came; the watch then tells how far it got.
 *
 * @example
 * const request = { method: 'POST', url: new URL('https://api.acme.example'), headers: {}, body: 'to=…' };
 * const { statusCode, body } = await requestOnce(request, AbortSignal.timeout(10_000), createWatch());
 */
export async function requestOnce(
  { method, url, headers, body }: WireRequest,
  signal: AbortSignal,
  watch: Watch,
): Promise<AnswerHead & { readonly body: Buffer }> {
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) throw withCode('PLAIN_HTTP');
  signal.throwIfAborted();
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    // A connection of its own: one kept alive may be closed just as it is used again, and nobody could tell what arrived.
    const options = { ...urlToHttpOptions(url), method, headers, agent: false, signal };
    const request = createWatchedTransport(watch).request(options, resolve);
    request.on('error', reject).end(body ?? undefined);
  });
  const head = headOf(answer);
  try {
    return { ...head, body: await readBody(answer) };
  } finally {
    answer.destroy();
  }
}

/** Node's own client, watched, for the one request that is made through it; in the shape of axios's option `transport`. */
export function createWatchedTransport(watch: Watch) {
  return {
    request(options: RequestOptions, onResponse: (answer: IncomingMessage) => void): ClientRequest {
      return (options.protocol === 'https:' ? https : http)
        .request(options, onResponse)
        .once('socket', (socket) => {
          onceReady(socket, () => {
            watch.mayHaveLeft = true;
          });
        })
        .prependOnceListener('response', (answer) => {
          watch.mayHaveLeft = true;
          watch.head = headOf(answer);
        });
    },
  };
}

/** `secureConnecting` is true from a TLS socket's making to the end of its handshake; without it, the earlier event decides. */
function onceReady(socket: Socket & { readonly secureConnecting?: boolean }, callback: () => void): void {
  if (socket.secureConnecting === true) socket.once('secureConnect', callback);
  else if (socket.connecting) socket.once('connect', callback);
  else callback();
}

function headOf(answer: IncomingMessage): AnswerHead {
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]);
  return { statusCode: answer.statusCode ?? 0, headers: Object.fromEntries(headers) };
}

async function readBody(answer: IncomingMessage): Promise<Buffer> {
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
