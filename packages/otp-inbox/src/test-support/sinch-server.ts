/** What the tests of Sinch's doors share: an inbox with these doors alone, its time in the test's hands. */
import { createHash, createHmac } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { createAccessGuard } from '../http/access-guard.ts';
import { createInboxServer } from '../http/inbox-server.ts';
import type { InboxMessage } from '../messages/inbox-message.ts';
import { createMailbox } from '../messages/mailbox.ts';
import { createSinchSmsDoor } from './sinch-sms-door.ts';
import { createSinchVerificationDoor } from './sinch-verification-door.ts';

export interface SinchTestServer {
  readonly url: string;
  /** Newest first. */
  messages(): readonly InboxMessage[];
  pass(durationMs: number): void;
  ask(method: string, path: string, content?: unknown, headers?: Record<string, string>): Promise<SinchTestAnswer>;
}

export interface SinchTestAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export const KEY = '669E367E-6BBA-48AB-AF15-266871C28135';
export const SECRET = 'BeIukql3pTKJ8RGL5zo0DA==';

export async function startSinchTestServer(token: string | null = null): Promise<SinchTestServer> {
  let nowMs = Date.now();
  const now = () => nowMs;
  const mailbox = createMailbox(100);
  const doors = [createSinchVerificationDoor(mailbox.deliver, { now }), createSinchSmsDoor(mailbox.deliver, { now })];
  const routes = doors.flatMap(({ routes: own, readCredential, createRefusal }) =>
    own.map((route) => ({ ...route, readCredential, createRefusal })),
  );
  const host = '127.0.0.1';
  const server = createInboxServer({ host, port: 0, guard: createAccessGuard({ host, token }), routes });
  onTestFinished(() => server.close(() => undefined));
  const url = `http://${host}:${await server.listen()}`;
  return {
    url,
    messages: () => mailbox.list({}, 100),
    pass(durationMs) {
      nowMs += durationMs;
    },
    async ask(method, path, content, headers = {}) {
      const body = typeof content === 'string' ? content : JSON.stringify(content);
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { ...sign(method, path, body ?? '', now()), ...headers },
        ...(body === undefined ? {} : { body }),
      });
      return { status: response.status, body: JSON.parse(await response.text()) as Record<string, unknown> };
    },
  };
}

/** The headers of a request as Sinch's own SDK signs it. */
function sign(method: string, path: string, body: string, nowMs: number): Record<string, string> {
  const timestamp = new Date(nowMs).toISOString();
  const digest = body === '' ? '' : createHash('md5').update(body).digest('base64');
  const signature = createHmac('sha256', Buffer.from(SECRET, 'base64'))
    .update([method, digest, 'application/json', `x-timestamp:${timestamp}`, path].join('\n'))
    .digest('base64');
  return {
    'Content-Type': 'application/json',
    'x-timestamp': timestamp,
    Authorization: `Application ${KEY}:${signature}`,
  };
}
