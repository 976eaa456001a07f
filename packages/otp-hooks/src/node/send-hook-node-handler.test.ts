import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
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

function createHandler() {
  const sender = createRecordingSmsSender();
  const errors: unknown[] = [];
  const handler = createSendHookNodeHandler({
    ...optionsOf('supabase'),
    sender,
    once: createMemoryOnceStore(),
    keySecret: KEY_SECRET,
    onError: (error) => errors.push(error),
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
