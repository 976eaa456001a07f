/** What the tests of Sinch's twins share: the twins, asked as Sinch's own SDK signs. */
import { createHash, createHmac } from 'node:crypto';
import { startTwins, type TestTwins, type TestTwinsOptions } from './start-twins.ts';

export interface SinchTestServer extends TestTwins {
  ask(method: string, path: string, content?: unknown, headers?: Record<string, string>): Promise<SinchTestAnswer>;
}

export interface SinchTestAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export const KEY = '669E367E-6BBA-48AB-AF15-266871C28135';
export const SECRET = 'BeIukql3pTKJ8RGL5zo0DA==';

export async function startSinchTestServer(options: TestTwinsOptions = {}): Promise<SinchTestServer> {
  const twins = await startTwins(options);
  return {
    ...twins,
    async ask(method, path, content, headers = {}) {
      const body = typeof content === 'string' ? content : JSON.stringify(content);
      const response = await fetch(`${twins.url}${path}`, {
        method,
        headers: { ...sign(method, path.split('?')[0] ?? '', body ?? '', twins.now()), ...headers },
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
