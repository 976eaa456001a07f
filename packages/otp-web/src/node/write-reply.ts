import type { ServerResponse } from 'node:http';
import type { Reply } from '../exchange.ts';

/** Writes an answer beside what others have set already: their cookies and what they vary by stay. */
export function writeReply(reply: Reply, response: ServerResponse): void {
  // The client is gone, or a function of the app has answered in our place.
  if (response.headersSent || response.destroyed) return;
  response.statusCode = reply.status;
  for (const [name, value] of reply.headers) {
    const before = SHARED.has(name) ? listOf(response.getHeader(name)) : [];
    if (name === 'vary') response.setHeader(name, [...before, value].join(', '));
    else response.setHeader(name, before.length === 0 ? value : [...before, value]);
  }
  if (reply.body === null) response.end();
  else response.end(reply.body);
}

const SHARED: ReadonlySet<string> = new Set(['set-cookie', 'vary']);

function listOf(value: number | string | string[] | undefined): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [String(value)];
}
