/** Spoils an answer on its way to the client. What the request asked for has happened, but for `hang-before-reading`. */
import type { ServerResponse } from 'node:http';
import type { Reply } from '../http/reply.ts';
import type { InboxWireFault } from './rule.ts';

const DROPS = 10;

export function playWireFault(fault: InboxWireFault, reply: Reply, to: string): Reply {
  switch (fault.type) {
    case 'hang-before-reading':
    case 'hang-after-reading':
      return HELD;
    case 'reset':
      return { ...HELD, body: { hold: (response) => response.socket?.resetAndDestroy() } };
    case 'slow-body':
      return playSlowBody(reply, (fault.seconds ?? 5) * 1000);
    case 'garbage':
      return { ...reply, headers: { 'Content-Type': 'text/html' }, body: '<html>\u0000<b>it works!' };
    case 'wrong-number':
      return typeof reply.body === 'string' ? { ...reply, body: exchangeNumber(reply.body, to) } : reply;
  }
}

/** The client, or the end of the inbox, ends it. */
export const HELD: Reply = { status: 0, headers: {}, body: { hold: () => undefined } };

function playSlowBody(reply: Reply, durationMs: number): Reply {
  const { body } = reply;
  if (typeof body !== 'string') return reply;
  const bytes = Buffer.from(body);
  return {
    ...reply,
    headers: { ...reply.headers, 'Content-Length': String(bytes.length) },
    body: (response) => sendInDrops(response, bytes, durationMs / DROPS),
  };
}

function sendInDrops(response: ServerResponse, bytes: Buffer, pauseMs: number): void {
  const size = Math.ceil(bytes.length / DROPS);
  let sent = 0;
  response.flushHeaders();
  const timer = setInterval(() => {
    response.write(bytes.subarray(sent, sent + size));
    sent += size;
    if (sent < bytes.length) return;
    clearInterval(timer);
    response.end();
  }, pauseMs);
  response.once('close', () => clearInterval(timer));
}

/** With and without its plus sign: vendors write both. */
function exchangeNumber(body: string, to: string): string {
  const digits = to.slice(1);
  const other = digits.slice(0, -1) + ((Number(digits.at(-1)) + 1) % 10);
  return body.replaceAll(digits, other);
}
