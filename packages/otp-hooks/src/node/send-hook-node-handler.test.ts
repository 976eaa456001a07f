import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createMemoryOnceStore } from '@countersign/otp-core/memory';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import express from 'express';
import express4 from 'express4';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPlatformPlayer } from '../play/index.ts';
import { CODE_TO_SEND } from '../test-support/hook-bed.ts';
import { KEY_SECRET, optionsOf } from '../test-support/platform-options.ts';
import { createSendHookNodeHandler } from './send-hook-node-handler.ts';

const player = createPlatformPlayer(optionsOf('supabase'));

function createHandler(others: { readonly deadlineMs?: number } = {}) {
  const sender = createRecordingSmsSender();
  const errors: unknown[] = [];
  const handler = createSendHookNodeHandler({
    ...optionsOf('supabase'),
    sender,
    once: createMemoryOnceStore(),
    keySecret: KEY_SECRET,
    onError: (error) => errors.push(error),
    ...others,
  });
  return { handler, sender, errors };
}

async function start(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/send-sms`;
}

/** Writes a head, and then a piece again and again, until the other side has closed. */
async function converse(url: string, head: string, piece = ''): Promise<{ text: string; lastedMs: number }> {
  const startedMs = performance.now();
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
    .setEncoding('latin1')
    .on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.on('data', (data: string) => {
    text += data;
  });
  socket.write(head);
  const writing = piece === '' ? undefined : setInterval(() => socket.write(piece), 50);
  await once(socket, 'close');
  clearInterval(writing);
  return { text, lastedMs: performance.now() - startedMs };
}

async function post(url: string): Promise<Response> {
  const { headers, body } = await player.write(CODE_TO_SEND);
  return fetch(url, { method: 'POST', headers: { ...headers }, body });
}

const EXPRESSES = [
  ['5', express],
  ['4', express4 as unknown as typeof express],
] as const;

describe('createSendHookNodeHandler', () => {
  it('serves node:http', async () => {
    const { handler, sender } = createHandler();
    const url = await start(handler);
    expect((await post(url)).status).toBe(204);
    expect((await post(url)).status).toBe(204);
    expect(sender.messages).toHaveLength(1);
    expect((await fetch(url)).status).toBe(405);
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(405);
  });

  it('answers TRACE as any other method, and tells nobody', async () => {
    const { handler, errors } = createHandler();
    const answer = await converse(await start(handler), 'TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(answer.text).toMatch(/^HTTP\/1\.1 405 .*\r\nallow: POST\r\n/s);
    expect(errors).toEqual([]);
  });

  it.each([
    ['drips', '1\r\n \r\n'],
    ['floods', `10000\r\n${' '.repeat(65_536)}\r\n`],
  ])('is answered and cut off soon when it %s without end', async (_how, chunk) => {
    const { handler, sender } = createHandler({ deadlineMs: 500 });
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
    const answer = await converse(await start(handler), head, chunk);
    expect(answer.text).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(answer.text).toContain('"error"');
    // The deadline, and a second in which it can read the answer.
    expect(answer.lastedMs).toBeLessThan(4_000);
    expect(sender.messages).toEqual([]);
  });

  it('answers nobody and goes on when a client leaves in the middle of its body', async () => {
    const { handler, errors } = createHandler();
    const url = await start(handler);
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"user"';
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined);
    await new Promise<void>((resolve) => socket.write(head, () => resolve()));
    socket.destroy();
    expect((await post(url)).status).toBe(204);
    expect(errors).toEqual([]);
  });

  it.each(EXPRESSES)(
    'serves Express %s before a body parser, and behind one that keeps the bytes',
    async (_major, create) => {
      const { handler, sender } = createHandler();
      const app = create();
      app.post('/hooks/send-sms', handler);
      app.use(express.json());
      expect((await post(await start(app))).status).toBe(204);

      const kept = create();
      kept.use(express.json({ verify: (request, _response, bytes) => Object.assign(request, { rawBody: bytes }) }));
      kept.post('/hooks/send-sms', handler);
      expect((await post(await start(kept))).status).toBe(204);

      const raw = create();
      raw.use(express.raw({ type: '*/*' }));
      raw.post('/hooks/send-sms', handler);
      expect((await post(await start(raw))).status).toBe(204);
      expect(sender.messages).toHaveLength(1);
    },
  );

  it.each(EXPRESSES)('tells the mistake of a parser in front of it, in Express %s', async (_major, create) => {
    const { handler, sender, errors } = createHandler();
    const app = create();
    app.use(express.json());
    app.post('/hooks/send-sms', handler);
    expect((await post(await start(app))).status).toBe(500);
    expect(String(errors[0])).toContain('before express.json()');
    expect(sender.messages).toEqual([]);
  });

  it('answers a body that is too large before it has all come', async () => {
    const { handler } = createHandler();
    const response = await fetch(await start(handler), { method: 'POST', body: 'x'.repeat(300 * 1024) });
    expect(await response.json()).toMatchObject({ error: { http_code: 413 } });
  });
});
