/** Asks an example app as a person's program would: over HTTP, with the code from the inbox. */
import type { ExampleApp } from './example-app.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a started verification answers. */
export interface Started {
  readonly challenge: string;
  readonly code: string;
}

export async function post(app: ExampleApp, path: string, body: unknown, headers = {}): Promise<Answer> {
  const response = await fetch(`${app.pageUrl}/otp${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}

/** Asks for a code and reads it from the inbox. */
export async function begin(app: ExampleApp, phoneNumber: string): Promise<Started> {
  const { status, body } = await post(app, '/verifications', { phoneNumber });
  if (status !== 202 || typeof body.challenge !== 'string') throw new Error(`refused: ${JSON.stringify(body)}`);
  return { challenge: body.challenge, code: await codeFromInbox(app, phoneNumber) };
}

export async function check(app: ExampleApp, challenge: string, code: string): Promise<Answer> {
  return post(app, '/verifications/check', { challenge, code });
}

/** A code of the right form that is not this one. */
export function wrongCode(code: string): string {
  return code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
}

export async function codeFromInbox(app: ExampleApp, phoneNumber: string): Promise<string> {
  const response = await fetch(`${app.inboxUrl}/api/v1/code?to=${encodeURIComponent(phoneNumber)}&wait=5s`);
  const { code } = (await response.json()) as { code: string };
  return code;
}

export async function messagesTo(app: ExampleApp, phoneNumber: string): Promise<readonly unknown[]> {
  const response = await fetch(`${app.inboxUrl}/api/v1/messages?to=${encodeURIComponent(phoneNumber)}`);
  const { messages } = (await response.json()) as { messages: unknown[] };
  return messages;
}
