/** Posts one call: no redirect is followed, the answer is bounded, and so is the time. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { describeCertificateFlaw } from '../http/certificate-flaw.ts';
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
  /** Something listens, and nothing was sent to it. `message` is a sentence. */
  | { readonly status: 'not-secure'; readonly message: string }
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
    const isTls = url.protocol === 'https:';
    const mustProve = !isLoopbackHostName(url.hostname);
    let wasReached = false;
    let isReady = false;
    const request = isTls ? requestHttps : requestHttp;
    const outgoing = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      agent: false,
      // An app under development has a certificate of its own making; another machine has to prove who it is.
      rejectUnauthorized: mustProve,
      ...lookupOf(url.hostname),
    });
    const end = (result: HookCallResult): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      resolve(result);
      outgoing.destroy();
    };
    const giveUp = () => end({ status: wasReached ? 'no-answer' : 'unreachable' });
    const onBroken = () => {
      if (isReady || !wasReached) return giveUp();
      const flaw = describeCertificateFlaw(mustProve ? outgoing.socket : null);
      end({ status: 'not-secure', message: flaw ?? 'No secure connection came about: it may not speak https.' });
    };
    const timer = setTimeout(giveUp, timeoutMs);
    timer.unref();
    signal.addEventListener('abort', giveUp, { once: true });
    outgoing.once('socket', (socket) => {
      socket.once('connect', () => {
        wasReached = true;
      });
      socket.once(isTls ? 'secureConnect' : 'connect', () => {
        isReady = true;
      });
    });
    outgoing.on('error', onBroken);
    outgoing.once('close', onBroken);
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
