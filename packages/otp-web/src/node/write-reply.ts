import type { ServerResponse } from 'node:http';
import type { Reply } from '../exchange.ts';

/** Writes an answer beside what others have set already: their cookies and what they vary by stay. */
export function writeReply(reply: Reply, response: ServerResponse): void {
  // The client is gone, or a function of the app has answered in our place.
  if (response.headersSent || response.destroyed) return;
  response.statusCode = reply.status;
  for (const [name, value] of Object.entries(reply.headers)) {
    if (name === 'vary') response.setHeader(name, [...listOf(response.getHeader(name)), value].join(', '));
    else response.setHeader(name, value);
  }
  if (reply.cookies.length > 0) {
    response.setHeader('set-cookie', [...listOf(response.getHeader('set-cookie')), ...reply.cookies]);
  }
  if (reply.body === null) response.end();
  else response.end(reply.body);
}

function listOf(value: number | string | string[] | undefined): string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [String(value)];
}
