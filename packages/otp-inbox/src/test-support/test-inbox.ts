/** What the tests share: an inbox on a free port, and requests with any header and any address. */
import { type IncomingHttpHeaders, request } from 'node:http';
import { onTestFinished } from 'vitest';
import { createInbox } from '../create-inbox.ts';
import type { Inbox } from '../inbox.ts';
import type { InboxOptions } from '../inbox-options.ts';

export const ALICE = '+15550100123';
export const BOB = '+15550100456';

export async function startTestInbox(options: InboxOptions = {}): Promise<Inbox> {
  const inbox = createInbox({ port: 0, ...options });
  onTestFinished(() => inbox.close());
  await inbox.listen();
  return inbox;
}

/** Sends a text as an app would and returns the message's id. */
export async function sendText(inbox: Inbox, phone: string, message: string): Promise<string> {
  const response = await fetch(`${inbox.gatewayEndpoint}?${new URLSearchParams({ phone, message })}`);
  if (!response.ok) throw new Error(`refused with ${response.status}`);
  const { id } = (await response.json()) as { id: string };
  return id;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface RawRequest {
  readonly method?: string;
  /** Sent as it is, unlike the path of a URL. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A request that `fetch` would not make: a foreign `Host`, a browser's headers, a path that is none. */
export function sendRaw(inbox: Inbox, { method = 'GET', path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(inbox.url);
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: hostname, port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** The `code` of a problem, after checking that it is one. */
export function readProblemCode({ status, headers, text }: RawAnswer): string {
  const problem = JSON.parse(text) as { status: number; code: string; title: string; detail: string };
  if (headers['content-type'] !== 'application/problem+json') throw new Error('not a problem');
  if (problem.status !== status || problem.title === '' || problem.detail === '')
    throw new Error('not a whole problem');
  return problem.code;
}
