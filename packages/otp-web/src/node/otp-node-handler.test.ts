import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { DeliveryReportParser } from '@countersign/otp-core/spec';
import middie from '@fastify/middie';
import connect from 'connect';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import Koa from 'koa';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createOtpRouter } from '../express/index.ts';
import { clientOf, type NodeServer, startNode } from '../test-support/node-server.ts';
import { CHALLENGE, CODE, callsOf, createScriptedEngine, PHONE_NUMBER } from '../test-support/scripted-engine.ts';
import { createOtpNodeHandler, fromForwardedFor, type NodeListener } from './index.ts';

const REQUEST = JSON.stringify({ phoneNumber: PHONE_NUMBER });
const CHECK = JSON.stringify({ challenge: CHALLENGE, code: CODE });
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** What every mount below `/otp` is tried with. */
interface MountOptions {
  readonly engine: ReturnType<typeof createScriptedEngine>;
  readonly webhooks: { readonly parsers: readonly DeliveryReportParser[]; onReport(): void };
}

type Mount = (options: MountOptions) => Promise<NodeServer>;

/** A server of Fastify with something in it, closed with the test. */
async function startFastify(configure: (app: FastifyInstance) => Promise<void> | void): Promise<NodeServer> {
  const app = fastify();
  onTestFinished(() => app.close());
  await configure(app);
  return clientOf(Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port));
}

const underConnect = (listener: NodeListener) => startNode(connect().use('/otp', listener));
const underMiddie = (listener: NodeListener) =>
  startFastify(async (app) => {
    await app.register(middie);
    app.use('/otp', listener);
  });

const MOUNTS: readonly (readonly [name: string, mount: Mount])[] = [
  ['node:http', (options) => startNode(createOtpNodeHandler({ ...options, basePath: '/otp' }))],
  ['Connect', (options) => underConnect(createOtpNodeHandler(options))],
  ['Connect, by the router of Express', (options) => underConnect(createOtpRouter(options))],
  ['middie', (options) => underMiddie(createOtpNodeHandler(options))],
  ['middie, by the router of Express', (options) => underMiddie(createOtpRouter(options))],
  [
    'a hook of Fastify',
    (options) =>
      startFastify((app) => {
        const handler = createOtpNodeHandler({ ...options, basePath: '/otp' });
        app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
          if (!request.url.startsWith('/otp/')) return;
          reply.hijack();
          await handler(request.raw, reply.raw);
        });
      }),
  ],
  [
    'Koa',
    (options) => {
      const handler = createOtpNodeHandler({ ...options, basePath: '/otp' });
      const app = new Koa().use(async (context, next) => {
        if (!context.path.startsWith('/otp/')) return await next();
        context.respond = false;
        await handler(context.req, context.res);
      });
      return startNode(app.callback());
    },
  ],
];

describe.each(MOUNTS)('createOtpNodeHandler under %s', (_name, mount) => {
  function arrange() {
    const bodies: string[] = [];
    const urls: string[] = [];
    const parser: DeliveryReportParser = {
      specificationVersion: 'v1',
      kind: 'delivery-report-parser',
      providerId: 'vendor',
      parse: async ({ body, url }) => {
        bodies.push(new TextDecoder().decode(body));
        urls.push(url);
        return { status: 'verified', reports: [], reply: null };
      },
    };
    const engine = createScriptedEngine();
    return { bodies, urls, engine, options: { engine, webhooks: { parsers: [parser], onReport() {} } } };
  }

  it('serves every route, with the address of the socket', async () => {
    const { engine, options } = arrange();
    const server = await mount(options);
    const requested = await server.send({ path: '/otp/verifications' }, REQUEST);
    expect(requested).toMatchObject({ status: 202, headers: { 'cache-control': 'no-store' } });
    expect(JSON.parse(requested.text)).toMatchObject({ challenge: CHALLENGE });
    expect((await server.send({ path: '/otp/verifications/check' }, CHECK)).status).toBe(200);
    const handle = JSON.stringify({ challenge: CHALLENGE });
    expect((await server.send({ path: '/otp/verifications/resend' }, handle)).status).toBe(202);
    expect((await server.send({ path: '/otp/verifications/cancel' }, handle)).status).toBe(204);
    expect((await server.send({ method: 'GET', path: '/otp/openapi.json' })).status).toBe(200);
    expect(callsOf(engine)).toBe(4);
    expect(engine.requests[0]?.client).toEqual({ ip: '127.0.0.1' });
  });

  it('hands receipts on as they came, whatever their type', async () => {
    const { bodies, urls, options } = arrange();
    const server = await mount(options);
    expect((await server.send({ path: '/otp/webhooks/vendor?t=1', headers: FORM }, 'a=b&c=%20')).status).toBe(204);
    expect((await server.send({ path: '/otp/webhooks/vendor' }, '{ "a": 1 }')).status).toBe(204);
    expect((await server.send({ method: 'GET', path: '/otp/webhooks/vendor?id=1' })).status).toBe(204);
    expect(bodies).toEqual(['a=b&c=%20', '{ "a": 1 }', '']);
    expect(urls).toEqual([
      `${server.url}/otp/webhooks/vendor?t=1`,
      `${server.url}/otp/webhooks/vendor`,
      `${server.url}/otp/webhooks/vendor?id=1`,
    ]);
  });

  it('answers what is unknown below its path, and too much, with a problem', async () => {
    const { engine, options } = arrange();
    const server = await mount(options);
    const unknown = await server.send({ path: `/otp/${PHONE_NUMBER}` }, REQUEST);
    expect(unknown).toMatchObject({ status: 404, headers: { 'content-type': 'application/problem+json' } });
    expect(unknown.text).not.toContain(PHONE_NUMBER);
    expect((await server.send({ path: '/otp/verifications' }, ' '.repeat(20_000))).status).toBe(413);
    expect((await server.send({ path: '/otp/verifications' }, '{')).status).toBe(400);
    expect(callsOf(engine)).toBe(0);
  });
});

describe('createOtpNodeHandler', () => {
  const passOn =
    (listener: NodeListener): RequestListener =>
    (request, response) =>
      listener(request, response, () => response.writeHead(418).end());

  it('passes on what is not its own only to whoever gives a next', async () => {
    const options = { engine: createScriptedEngine() };
    for (const listener of [createOtpNodeHandler(options), createOtpRouter(options)]) {
      const alone = await startNode((request, response) => listener(request, response));
      expect((await alone.send({ path: '/health' })).status).toBe(404);
      const inFront = await startNode(passOn(listener));
      expect((await inFront.send({ path: '/health' })).status).toBe(418);
      expect((await inFront.send({ path: '/verifications' }, REQUEST)).status).toBe(202);
    }
    const below = await startNode(passOn(createOtpNodeHandler({ ...options, basePath: '/otp' })));
    expect((await below.send({ path: '/otphealth' })).status).toBe(418);
    expect((await below.send({ path: '/otp/health' })).status).toBe(404);
  });

  it('is done with a client that goes away while sending, long before the time for a body is up', async () => {
    const engine = createScriptedEngine();
    const handler = createOtpNodeHandler({ engine, bodyTimeoutMs: 300_000 });
    let ended: unknown = 'not yet';
    const server = await startNode(async (request, response) => {
      ended = await handler(request, response);
    });
    const socket = await server.dial();
    const head =
      'POST /verifications HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{';
    socket.write(head, () => socket.destroy());
    await vi.waitUntil(() => ended !== 'not yet', { interval: 5, timeout: 10_000 });
    expect(callsOf(engine)).toBe(0);
  });

  it('reads the address where it is told to', async () => {
    const engine = createScriptedEngine();
    const clientAddress = fromForwardedFor({ trustedProxies: 2 });
    const server = await startNode(createOtpNodeHandler({ engine, clientAddress, onError() {} }));
    for (const header of ['203.0.113.66, 198.51.100.7,10.0.0.1', '198.51.100.7', ['198.51.100.7', '10.0.0.1']]) {
      await server.send({ path: '/verifications', headers: { 'x-forwarded-for': header } }, REQUEST);
    }
    expect(engine.requests.map(({ client }) => client?.ip)).toEqual(['198.51.100.7', 'unknown', '198.51.100.7']);
  });

  it("gives the app's functions the request and the response of Node", async () => {
    const server = await startNode(
      createOtpNodeHandler({
        engine: createScriptedEngine(),
        onVerified: (_verified, request, response) => {
          response.setHeader('set-cookie', ['a=1', 'b=2']);
          return { 'set-cookie': `session=${request.headers['x-session']}` };
        },
      }),
    );
    const answer = await server.send({ path: '/verifications/check', headers: { 'x-session': '3' } }, CHECK);
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2', 'session=3']);
  });

  it('hangs up where the answer cannot be written, and tells the operator', async () => {
    const errors: unknown[] = [];
    const onError = (error: unknown) => void errors.push(error);
    const handler = createOtpNodeHandler({ engine: createScriptedEngine(), onError });
    const thrown = new Error('somebody has replaced setHeader');
    const server = await startNode((request, response) => {
      response.setHeader = () => {
        throw thrown;
      };
      return handler(request, response);
    });
    await expect(server.send({ path: '/verifications' }, REQUEST)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(errors).toEqual([thrown]);
  });

  it.each([
    ['a web-standard request', [new Request('https://example.test/verifications'), undefined]],
    ['the request of Fastify', [{ raw: {}, headers: {} }, { raw: {} }]],
    ['the context of Koa', [{ req: {}, res: {} }, async () => undefined]],
  ])('refuses %s and says what to give it', async (_case, given) => {
    const errors: unknown[] = [];
    const handler = createOtpNodeHandler({
      engine: createScriptedEngine(),
      onError: (error) => void errors.push(error),
    });
    const [request, response] = given as unknown as [IncomingMessage, ServerResponse];
    await expect(handler(request, response)).rejects.toThrow(/request\.raw.*context\.req.*createOtpHandler/);
    expect(errors).toHaveLength(1);
  });
});
