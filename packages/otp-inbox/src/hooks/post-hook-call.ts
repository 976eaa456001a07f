/** Posts one call: no redirect is followed, the answer is bounded, and so is the time. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isLoopbackHostName, lookupOf } from '../http/loopback.ts';

/** What came back. */
export type HookCallResult =
  | {
      readonly status: 'answered';
      readonly httpStatus: number;
      readonly headers: { get(name: string): string | null };
      readonly body: string;
    }
  | { readonly status: 'no-answer' }
  | { readonly status: 'unreachable' };

export interface HookCallToPost {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Supabase, too, reads no more. */
const MOST_BYTES = 200 * 1024;

export function postHookCall({ url, headers, body, timeoutMs, signal }: HookCallToPost): Promise<HookCallResult> {
  return new Promise((resolve) => {
    let wasConnected = false;
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    const outgoing = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      agent: false,
      // An app under development has a certificate of its own making; another machine has to prove who it is.
      rejectUnauthorized: !isLoopbackHostName(url.hostname),
      ...lookupOf(url.hostname),
    });
    const end = (result: HookCallResult): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      resolve(result);
      outgoing.destroy();
    };
    const giveUp = () => end({ status: wasConnected ? 'no-answer' : 'unreachable' });
    const timer = setTimeout(giveUp, timeoutMs);
    timer.unref();
    signal.addEventListener('abort', giveUp, { once: true });
    outgoing.once('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        wasConnected = true;
      });
    });
    outgoing.on('error', giveUp);
    outgoing.once('close', giveUp);
    outgoing.once('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MOST_BYTES) chunks.push(chunk);
        else giveUp();
      });
      response.once('error', giveUp);
      response.once('end', () =>
        end({
          status: 'answered',
          httpStatus: response.statusCode ?? 0,
          headers: { get: (name) => oneOf(response.headers[name.toLowerCase()]) },
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    if (signal.aborted) giveUp();
    else outgoing.end(body);
  });
}

function oneOf(value: string | readonly string[] | undefined): string | null {
  return typeof value === 'string' ? value : (value?.join(', ') ?? null);
}
