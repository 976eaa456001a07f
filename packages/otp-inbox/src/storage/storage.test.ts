import { appendFileSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createInbox } from '../create-inbox.ts';
import { ALICE, BOB, sendText, startTestInbox } from '../test-support/test-inbox.ts';

function fileOfItsOwn(): string {
  return join(mkdtempSync(join(tmpdir(), 'otp-inbox-')), 'inbox.jsonl');
}

describe('an inbox with a file', () => {
  it('has its messages, their requests and timelines, and its keys again after a restart', async () => {
    const file = fileOfItsOwn();
    const first = await startTestInbox({ file });
    const id = await sendText(first, ALICE, 'Your code is 111111');
    await sendText(first, BOB, 'Hello');
    first.delete({ to: BOB });
    const last = await sendText(first, ALICE, 'Your code is 222222');
    await first.close();
    const second = await startTestInbox({ file });
    expect(second.messages()).toEqual([...first.messages()]);
    expect(second.request(id)).toMatchObject({ method: 'GET', path: expect.stringContaining('/gateway?') });
    expect(second.timeline(id)[0]).toMatchObject({ type: 'delivery', status: 'accepted', at: expect.any(Date) });
    expect(second.telnyxPublicKey).toBe(first.telnyxPublicKey);
    expect(second.snsCertificate).toBe(first.snsCertificate);
    const next = await sendText(second, ALICE, 'Your code is 333333');
    expect(second.messages({ after: last }).map((message) => message.id)).toEqual([next]);
  });

  it('keeps no more than it may, and nothing that was cleared', async () => {
    const file = fileOfItsOwn();
    const first = await startTestInbox({ file, maxMessages: 2 });
    for (const text of ['1', '2', '3']) await sendText(first, ALICE, text);
    await first.close();
    const second = await startTestInbox({ file, maxMessages: 2 });
    expect(second.messages().map(({ text }) => text)).toEqual(['3', '2']);
    second.clear();
    await second.close();
    expect((await startTestInbox({ file })).messages()).toEqual([]);
    expect(readFileSync(file, 'utf8')).not.toContain('"text"');
  });

  it('passes over a line that a crash cut off', async () => {
    const file = fileOfItsOwn();
    const first = await startTestInbox({ file });
    await sendText(first, ALICE, '1');
    await first.close();
    appendFileSync(file, '{"type":"stored","stored":{"mess');
    expect((await startTestInbox({ file })).messages()).toHaveLength(1);
  });

  it('lets only its owner read it, where the system knows owners', async () => {
    const file = fileOfItsOwn();
    await startTestInbox({ file });
    const readableByOthers = process.platform === 'win32' ? 0 : statSync(file).mode & 0o077;
    expect(readableByOthers).toBe(0);
  });

  it.each([
    ['something else', '{"name":"app"}'],
    ['a text', 'hello'],
  ])('refuses %s in one line, and leaves it as it is', (_what, content) => {
    const file = fileOfItsOwn();
    writeFileSync(file, content);
    expect(() => createInbox({ file })).toThrow(expect.objectContaining({ code: 'INBOX_FILE' }));
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  it('refuses a place where nothing can be written', () => {
    expect(() => createInbox({ file: join(tmpdir(), 'nowhere', 'inbox.jsonl') })).toThrow('ENOENT');
  });
});

describe('an inbox that forwards', () => {
  async function startWebhook(answers: readonly number[]) {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        bodies.push(body);
        response.writeHead(answers[bodies.length - 1] ?? 204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, bodies };
  }

  it('posts each message, in their order', async () => {
    const webhook = await startWebhook([]);
    const inbox = await startTestInbox({ forward: webhook.url });
    for (const text of ['1', '2', '3']) await sendText(inbox, ALICE, text);
    await vi.waitFor(() => expect(webhook.bodies).toHaveLength(3));
    expect(webhook.bodies.map((body) => JSON.parse(body))).toMatchObject([
      { type: 'message', message: { text: '1', to: ALICE } },
      { message: { text: '2' } },
      { message: { text: '3' } },
    ]);
  });

  it('tries again, and goes on with the next', async () => {
    const webhook = await startWebhook([500]);
    const inbox = await startTestInbox({ forward: webhook.url });
    await sendText(inbox, ALICE, '1');
    await vi.waitFor(() => expect(webhook.bodies).toHaveLength(2), { timeout: 5_000 });
    expect(webhook.bodies[1]).toBe(webhook.bodies[0]);
  });
});
