/** Posts one receipt: no redirect is followed, the answer is bounded, and the time is too. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { lookupOf } from '../http/loopback.ts';

/** The status of the answer; `null` where none came. */
export type PostReceipt = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs: number,
) => Promise<number | null>;

export const postReceipt: PostReceipt = (url, headers, body, timeoutMs) =>
  new Promise((resolve) => {
    const { protocol, hostname } = new URL(url);
    const request = protocol === 'https:' ? requestHttps : requestHttp;
    const outgoing = request(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
      agent: false,
      // An app under development has a certificate of its own making; nothing but this machine is posted to unasked.
      rejectUnauthorized: false,
      ...lookupOf(hostname),
      timeout: timeoutMs,
    });
    const timer = setTimeout(() => outgoing.destroy(), timeoutMs);
    timer.unref();
    const end = (status: number | null): void => {
      clearTimeout(timer);
      resolve(status);
      outgoing.destroy();
    };
    // A receipt under way keeps no process alive whose inbox is closed.
    outgoing.once('socket', (socket) => socket.unref());
    outgoing.once('response', (response) => end(response.statusCode ?? null));
    outgoing.once('timeout', () => end(null));
    outgoing.on('error', () => end(null));
    outgoing.once('close', () => end(null));
    outgoing.end(body);
  });
