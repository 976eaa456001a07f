/** What a route answers, and how it is written. Every answer forbids caching, sniffing, framing and foreign scripts. */
import type { ServerResponse } from 'node:http';
import type { HttpProblem } from './http-problem.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A function takes over the response behind its head and keeps it open. `hold` gets it before anything was written. */
  readonly body: string | ((response: ServerResponse) => void) | { readonly hold: (response: ServerResponse) => void };
}

/** Trusted Types make the browser itself refuse a page script that would insert a message as HTML. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export const BASE_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

export function createReply(status: number, contentType: string, body: string): Reply {
  return { status, headers: { 'Content-Type': contentType }, body };
}

export function createJsonReply(status: number, value: unknown): Reply {
  return createReply(status, 'application/json; charset=utf-8', JSON.stringify(value));
}

export function createTextReply(status: number, text: string): Reply {
  return createReply(status, 'text/plain; charset=utf-8', `${text}\n`);
}

export function createProblemReply(problem: HttpProblem): Reply {
  const { status, title, code, message: detail, headers } = problem;
  const body = JSON.stringify({ type: 'about:blank', title, status, detail, code });
  return { status, headers: { 'Content-Type': 'application/problem+json', ...headers }, body };
}

export function writeReply(response: ServerResponse, { status, headers, body }: Reply): void {
  if (response.destroyed || response.headersSent) return;
  if (typeof body === 'object') {
    body.hold(response);
    return;
  }
  if (typeof body === 'function') {
    response.writeHead(status, { ...BASE_HEADERS, ...headers });
    body(response);
    return;
  }
  const length = status === 204 ? {} : { 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(status, { ...BASE_HEADERS, ...headers, ...length }).end(body);
}
