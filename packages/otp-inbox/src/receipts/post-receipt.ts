/** Posts one receipt: no redirect is followed, the answer is bounded, and the time is too. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { describeCertificateFlaw } from '../http/certificate-flaw.ts';
import { isLoopbackHostName, lookupOf } from '../http/loopback.ts';

/** What came of a post. */
export type PostOutcome =
  | { readonly httpStatus: number }
  /** No answer came; `problem` is a sentence. */
  | { readonly httpStatus: null; readonly problem: string };

export type PostReceipt = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs: number,
) => Promise<PostOutcome>;

export const postReceipt: PostReceipt = (url, headers, body, timeoutMs) =>
  new Promise((resolve) => {
    const { protocol, hostname } = new URL(url);
    const mustProve = !isLoopbackHostName(hostname);
    const request = protocol === 'https:' ? requestHttps : requestHttp;
    const outgoing = request(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
      agent: false,
      // An app under development has a certificate of its own making; another machine has to prove who it is.
      rejectUnauthorized: mustProve,
      ...lookupOf(hostname),
      timeout: timeoutMs,
    });
    const timer = setTimeout(() => outgoing.destroy(), timeoutMs);
    timer.unref();
    const end = (posted: PostOutcome): void => {
      clearTimeout(timer);
      resolve(posted);
      outgoing.destroy();
    };
    const giveUp = (): void => {
      const flaw = describeCertificateFlaw(mustProve ? outgoing.socket : null);
      end({ httpStatus: null, problem: flaw ?? 'No answer came.' });
    };
    // A receipt under way keeps no process alive whose inbox is closed.
    outgoing.once('socket', (socket) => socket.unref());
    outgoing.once('response', (response) => end({ httpStatus: response.statusCode ?? 0 }));
    outgoing.once('timeout', giveUp);
    outgoing.on('error', giveUp);
    outgoing.once('close', giveUp);
    outgoing.end(body);
  });
