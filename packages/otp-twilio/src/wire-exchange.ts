/**
 * One request over Node's own client, watched. The SDK's own client cannot tell whether a request left (`ECONNRESET`
 * occurs on both sides of that line), reads answers of any size, and keeps connections that may close just as they
 * are used again; the socket can tell: Node writes nothing before `connect`, or under TLS before `secureConnect`.
 */
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface WireHead {
  readonly statusCode: number;
  readonly headers: http.IncomingHttpHeaders;
}

export type WireExchange =
  | { readonly status: 'answered'; readonly head: WireHead; readonly body: string }
  /** No whole answer. `mayHaveLeft` is false only where no connection was ever ready. Of the error only its code comes along. */
  | {
      readonly status: 'broken';
      readonly mayHaveLeft: boolean;
      readonly code: string | null;
      /** The answer's head, where it broke off after that. */
      readonly head: WireHead | null;
    };

const MAX_ANSWER_BYTES = 65_536;

/** Never rejects, retries or follows a redirect; ends at once with `signal`. */
export function exchange({ method, url, headers, body }: WireRequest, signal: AbortSignal): Promise<WireExchange> {
  const client = url.protocol === 'https:' ? https : http;
  let mayHaveLeft = false;
  let head: WireHead | null = null;
  return new Promise((resolve) => {
    const breakOff = (error: unknown): void => resolve({ status: 'broken', mayHaveLeft, code: codeOf(error), head });
    // `agent: false`: a connection of its own, closed afterwards.
    const request = client.request(url, { method, headers, agent: false, signal }, (response) => {
      mayHaveLeft = true;
      const readHead = { statusCode: response.statusCode ?? 0, headers: response.headers };
      head = readHead;
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MAX_ANSWER_BYTES) chunks.push(chunk);
        else request.destroy(Object.assign(new Error(), { code: 'ANSWER_TOO_LARGE' }));
      });
      response.once('end', () =>
        resolve({ status: 'answered', head: readHead, body: Buffer.concat(chunks).toString('utf8') }),
      );
      response.on('error', breakOff);
    });
    request.once('socket', (socket) => {
      onceReady(socket, () => {
        mayHaveLeft = true;
      });
    });
    request.on('error', breakOff);
    request.end(body);
  });
}

/** `secureConnecting` is true from a TLS socket's making to the end of its handshake; without it, the earlier event decides. */
function onceReady(socket: Socket & { readonly secureConnecting?: boolean }, callback: () => void): void {
  if (socket.secureConnecting === true) socket.once('secureConnect', callback);
  else if (socket.connecting) socket.once('connect', callback);
  else callback();
}

/** The code only, and only if it is one: a name such as `ECONNREFUSED`. */
export function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : null;
}
