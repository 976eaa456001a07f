import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createOtpHandler, fromHonoConnInfo, fromSocket } from './index.ts';
import { clientOf, type NodeServer } from './test-support/node-server.ts';
import { callsOf, createScriptedEngine, PHONE_NUMBER } from './test-support/scripted-engine.ts';

const REQUEST = JSON.stringify({ phoneNumber: PHONE_NUMBER });

/** The real server: its requests are no native ones, and read their bodies in a way of their own. */
async function startHono(fetch: Parameters<typeof serve>[0]['fetch']): Promise<NodeServer> {
  const server = serve({ fetch, port: 0, hostname: '127.0.0.1' });
  onTestFinished(() => new Promise((resolve) => void server.close(() => resolve())));
  if (!server.listening) await once(server, 'listening');
  return clientOf((server.address() as AddressInfo).port);
}

describe('createOtpHandler in Hono on Node', () => {
  it.each([
    ['fromHonoConnInfo(getConnInfo)', fromHonoConnInfo(getConnInfo)],
    ['fromSocket()', fromSocket()],
  ])('has the address of the socket by %s', async (_name, clientAddress) => {
    const engine = createScriptedEngine();
    const otp = createOtpHandler<Context>({ engine, basePath: '/otp', clientAddress });
    const app = new Hono().all('/otp/*', (context) => otp(context.req.raw, context));
    const server = await startHono(app.fetch);
    const headers = { 'x-forwarded-for': '198.51.100.7' };
    expect((await server.send({ path: '/otp/verifications', headers }, REQUEST)).status).toBe(202);
    expect(engine.requests[0]?.client).toEqual({ ip: '127.0.0.1' });
  });

  it('has it too where the handler is served without Hono', async () => {
    const engine = createScriptedEngine();
    const server = await startHono(createOtpHandler({ engine, clientAddress: fromSocket() }));
    expect((await server.send({ path: '/verifications' }, REQUEST)).status).toBe(202);
    expect(engine.requests[0]?.client).toEqual({ ip: '127.0.0.1' });
  });

  it.each(['json', 'text', 'arrayBuffer', 'formData'] as const)(
    'tells the operator that a middleware has read the body by %s()',
    async (read) => {
      const engine = createScriptedEngine();
      const onError = vi.fn();
      const otp = createOtpHandler({ engine, basePath: '/otp', clientAddress: 'none', onError });
      const app = new Hono();
      app.use(async (context, next) => {
        await context.req[read]().catch(() => undefined);
        await next();
      });
      app.all('/otp/*', (context) => otp(context.req.raw));
      const server = await startHono(app.fetch);
      expect((await server.send({ path: '/otp/verifications' }, REQUEST)).status).toBe(500);
      expect(String(onError.mock.calls[0]?.[0])).toMatch(/read before/);
      expect(callsOf(engine)).toBe(0);
    },
  );

  it('answers 500 where the context was forgotten, and says so', async () => {
    const onError = vi.fn();
    const engine = createScriptedEngine();
    const clientAddress = fromHonoConnInfo(getConnInfo);
    const otp = createOtpHandler({ engine, basePath: '/otp', clientAddress, onError });
    const server = await startHono(new Hono().all('/otp/*', (context) => otp(context.req.raw)).fetch);
    expect((await server.send({ path: '/otp/verifications' }, REQUEST)).status).toBe(500);
    expect(String(onError.mock.calls[0]?.[0])).toMatch(/handler\(context\.req\.raw, context\)/);
    expect(callsOf(engine)).toBe(0);
  });
});
