import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { OtpAbortedError } from '@countersign/otp-core';
import { getRequestListener } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOtpRouter, type OtpRouterOptions } from '../express/index.ts';
import { createOtpHandler } from '../index.ts';
import { EXPRESSES, type NodeServer, startExpress, startNode } from '../test-support/node-server.ts';
import { callsOf, createScriptedEngine, PHONE_NUMBER } from '../test-support/scripted-engine.ts';
import { createOtpNodeHandler, type OtpNodeHandlerOptions } from './index.ts';

/** What connections do to a request: too much, too slow, cut off. On bare sockets. */
const REQUEST = JSON.stringify({ phoneNumber: PHONE_NUMBER });
const head = (...headers: string[]) =>
  ['POST /otp/verifications HTTP/1.1', 'Host: a', 'Content-Type: application/json', ...headers, '', ''].join('\r\n');
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

/** Everything that came over a socket, once the condition holds of it. */
async function received(socket: Socket, condition: (text: string) => boolean): Promise<string> {
  let text = '';
  socket.setEncoding('utf8').on('error', () => undefined);
  socket.on('data', (piece) => {
    text += piece;
  });
  await vi.waitUntil(() => condition(text), { interval: 5, timeout: 10_000 });
  return text;
}

type Binding = (options: OtpRouterOptions & OtpNodeHandlerOptions, inFront?: RequestListener) => Promise<NodeServer>;

/** Everything that reads Node's requests: they differ in what stands in front. */
const BINDINGS: readonly (readonly [name: string, start: Binding])[] = [
  ...EXPRESSES.map(([version, express]): [string, Binding] => [
    `createOtpRouter in Express ${version}`,
    (options, inFront) =>
      startExpress((app) => {
        app.use((request, response, next) => {
          inFront?.(request, response);
          next();
        });
        app.use('/otp', createOtpRouter(options));
      }, express),
  ]),
  [
    'createOtpNodeHandler under node:http',
    (options, inFront) => {
      const handler = createOtpNodeHandler({ ...options, basePath: '/otp' });
      return startNode((request, response) => {
        inFront?.(request, response);
        return handler(request, response);
      });
    },
  ],
  [
    'createOtpHandler under @hono/node-server',
    ({ engine, bodyTimeoutMs = 10_000 }, inFront) => {
      const handler = createOtpHandler({ engine, bodyTimeoutMs, basePath: '/otp', clientAddress: 'none' });
      const listener = getRequestListener(handler);
      return startNode((request, response) => {
        inFront?.(request, response);
        return listener(request, response);
      });
    },
  ],
];

describe.each(BINDINGS)('%s on a connection', (_name, startBinding) => {
  const rejections: unknown[] = [];
  const keep = (reason: unknown) => void rejections.push(reason);
  beforeEach(() => {
    process.on('unhandledRejection', keep).on('uncaughtException', keep);
  });
  afterEach(() => {
    process.off('unhandledRejection', keep).off('uncaughtException', keep);
    expect(rejections.splice(0)).toEqual([]);
  });

  const start = (engine = createScriptedEngine(), bodyTimeoutMs = 10_000) => startBinding({ engine, bodyTimeoutMs });

  it('answers a large body with a 413 that a client gets to read', async () => {
    const engine = createScriptedEngine();
    const { url } = await start(engine);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const body = JSON.stringify({ phoneNumber: '1'.repeat(5_000_000) });
      const response = await fetch(`${url}/otp/verifications`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ code: 'body-too-large' });
    }
    expect(callsOf(engine)).toBe(0);
  });

  it('counts a body that announces no length', async () => {
    const engine = createScriptedEngine();
    const socket = await (await start(engine)).dial();
    const answer = received(socket, (text) => text.includes('body-too-large'));
    socket.write(head('Transfer-Encoding: chunked') + chunk(' '.repeat(6_000)) + chunk(' '.repeat(6_000)));
    expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(callsOf(engine)).toBe(0);
  });

  it('hangs up on who goes on sending after the answer', async () => {
    const socket = await (await start()).dial();
    const answer = received(socket, (text) => text.includes('body-too-large'));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(head('Content-Length: 1000000000000'));
    const pour = () => {
      while (socket.writable && socket.write(' '.repeat(65_536)));
    };
    socket.on('drain', pour);
    pour();
    expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
    await closed;
  });

  it('answers a body that does not come with a 408 and hangs up', async () => {
    const engine = createScriptedEngine();
    const socket = await (await start(engine, 30)).dial();
    const answer = received(socket, (text) => text.includes('body-timeout'));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(`${head('Content-Length: 40')}{`);
    expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
    await closed;
    expect(callsOf(engine)).toBe(0);
  });

  it('aborts the call of a client that goes away', async () => {
    let aborted = false;
    const engine = createScriptedEngine({
      request: ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => {
            aborted = true;
            reject(new OtpAbortedError());
          });
        }),
    });
    const server = await start(engine);
    const socket = await server.dial();
    socket.write(head(`Content-Length: ${REQUEST.length}`) + REQUEST);
    await vi.waitUntil(() => callsOf(engine) === 1, { interval: 5, timeout: 10_000 });
    socket.destroy();
    await vi.waitUntil(() => aborted, { interval: 5, timeout: 10_000 });
    expect((await server.send({ method: 'GET', path: '/otp/nothing' })).status).toBe(404);
  });

  it('does not abort the call of a client that got its answer', async () => {
    const engine = createScriptedEngine();
    const server = await start(engine);
    expect((await server.send({ path: '/otp/verifications' }, REQUEST)).status).toBe(202);
    expect((await server.send({ path: '/otp/verifications', headers: { connection: 'close' } }, REQUEST)).status).toBe(
      202,
    );
    expect(engine.requests.map(({ signal }) => signal?.aborted)).toEqual([false, false]);
  });

  it('forgets a client that goes away while sending', async () => {
    const engine = createScriptedEngine();
    let closed = false;
    const server = await startBinding({ engine }, (_request, response) => {
      response.once('close', () => {
        closed = true;
      });
    });
    const socket = await server.dial();
    socket.write(`${head('Content-Length: 40')}{`, () => socket.destroy());
    await vi.waitUntil(() => closed, { interval: 5, timeout: 10_000 });
    expect(callsOf(engine)).toBe(0);
    expect((await server.send({ path: '/otp/verifications' }, REQUEST)).status).toBe(202);
  });

  it('puts a body together that comes in pieces', async () => {
    const engine = createScriptedEngine();
    const socket = await (await start(engine)).dial();
    const answer = received(socket, (text) => text.includes('maskedTo'));
    socket.setNoDelay(true);
    socket.write(head('Transfer-Encoding: chunked'));
    for (const letter of REQUEST) socket.write(chunk(letter));
    socket.write('0\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1\.1 202 /);
    expect(engine.requests[0]?.to).toBe(PHONE_NUMBER);
  });
});
