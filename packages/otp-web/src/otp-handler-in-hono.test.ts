import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createOtpHandler, fromHonoConnInfo, fromSocket } from './index.ts';
import { clientOf, type NodeServer } from './test-support/node-server.ts';
import { CHALLENGE, CODE, callsOf, createScriptedEngine, PHONE_NUMBER } from './test-support/scripted-engine.ts';

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

  it('tells the operator that somebody is reading the body', async () => {
    const engine = createScriptedEngine();
    const onError = vi.fn();
    const otp = createOtpHandler({ engine, basePath: '/otp', clientAddress: 'none', onError });
    const app = new Hono().all('/otp/*', (context) => {
      context.req.raw.body?.getReader();
      return otp(context.req.raw);
    });
    const server = await startHono(app.fetch);
    expect((await server.send({ path: '/otp/verifications' }, REQUEST)).status).toBe(500);
    expect(String(onError.mock.calls[0]?.[0])).toMatch(/read before/);
    expect(callsOf(engine)).toBe(0);
  });

  it('keeps cookies apart, and headers that a middleware adds', async () => {
    const cookies = ['session=1; HttpOnly', 'device=2; HttpOnly'];
    const onVerified = () => cookies.map((cookie): [string, string] => ['set-cookie', cookie]);
    const otp = createOtpHandler({
      engine: createScriptedEngine(),
      basePath: '/otp',
      clientAddress: 'none',
      onVerified,
    });
    const app = new Hono().use(async (context, next) => {
      await next();
      context.header('x-request-id', '7');
    });
    app.all('/otp/*', (context) => otp(context.req.raw));
    const server = await startHono(app.fetch);
    const body = JSON.stringify({ challenge: CHALLENGE, code: CODE });
    const { status, headers } = await server.send({ path: '/otp/verifications/check' }, body);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'set-cookie': cookies, 'x-request-id': '7', 'cache-control': 'no-store' });
    // The next answer is as it would have been without it.
    const other = await server.send({ path: '/otp/verifications' }, REQUEST);
    expect(other.headers['set-cookie']).toBeUndefined();
  });

  it('hands a webhook parser plain bytes', async () => {
    const parse = vi.fn<DeliveryReportParser['parse']>(async () => ({ status: 'verified', reports: [], reply: null }));
    const parser: DeliveryReportParser = {
      specificationVersion: 'v1',
      kind: 'delivery-report-parser',
      providerId: 'a',
      parse,
    };
    const webhooks = { parsers: [parser], onReport: () => undefined };
    const server = await startHono(
      createOtpHandler({ engine: createScriptedEngine(), clientAddress: 'none', webhooks }),
    );
    expect((await server.send({ path: '/webhooks/a' }, 'a=b')).status).toBe(204);
    const body = parse.mock.calls[0]?.[0].body;
    expect(body && Object.getPrototypeOf(body)).toBe(Uint8Array.prototype);
    expect(body && new TextDecoder().decode(body)).toBe('a=b');
  });

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
