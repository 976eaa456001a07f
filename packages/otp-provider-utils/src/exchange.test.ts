import http, { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { requestOverAxios } from './axios.ts';
import { type Asking, askOnce, type Exchange, handOver, NotAskedError, notLoaded } from './exchange.ts';
import { requestOnce } from './watched-request.ts';

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = (listener: RequestListener) => listen(createServer(listener));
const serveTcp = (listener: (socket: Socket) => void) =>
  listen(createTcpServer((socket) => listener(socket.on('error', () => undefined))));

async function closedUrl(): Promise<string> {
  const server = createServer();
  const url = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return url;
}

const WAYS = {
  'Node’s client': async (url: string, { signal, watch }: Asking) => {
    const request = { method: 'POST', url: new URL(url), headers: { 'X-Key': 'k' }, body: 'to=1' };
    return (await requestOnce(request, signal, watch)).body.toString();
  },
  axios: async (url: string, asking: Asking) =>
    requestOverAxios(await import('axios'), { method: 'POST', url, headers: { 'X-Key': 'k' }, body: 'to=1' }, asking),
} as const;

describe.each(Object.entries(WAYS))('askOnce over %s', (_name, way) => {
  function ask(url: string, timeoutMs = 5_000, signal: AbortSignal | null = null): Promise<Exchange<string>> {
    return askOnce({ timeoutMs, signal, ask: (asking) => way(url, asking) });
  }

  it.each([200, 201, 400, 429, 500])('is answered with a %i, its headers and its body', async (statusCode) => {
    const url = await serve((_request, response) =>
      response.writeHead(statusCode, { 'Retry-After': '7' }).end('hello'),
    );
    const headers = expect.objectContaining({ 'retry-after': '7' });
    expect(await ask(url)).toEqual({ status: 'answered', statusCode, headers, body: 'hello' });
  });

  it('follows no redirect', async () => {
    const url = await serve((_request, response) => response.writeHead(307, { Location: 'http://127.0.0.1:9/' }).end());
    expect(await ask(url)).toMatchObject({ status: 'answered', statusCode: 307 });
  });

  it('says that nothing left where nobody listens', async () => {
    const code = 'ECONNREFUSED';
    const broken = { status: 'broken', cause: 'failed', mayHaveLeft: false, code, statusCode: null };
    expect(await ask(await closedUrl())).toEqual(broken);
  });

  it('says that nothing left where TLS was never agreed on', async () => {
    const url = await serveTcp(() => undefined);
    const broken = { cause: 'timeout', mayHaveLeft: false, code: 'ETIMEDOUT' };
    expect(await ask(url.replace('http:', 'https:'), 200)).toMatchObject(broken);
  });

  it('cannot know what became of a request whose connection broke', async () => {
    const url = await serveTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await ask(url)).toMatchObject({ cause: 'failed', mayHaveLeft: true, code: 'ECONNRESET' });
  });

  it('gives up in time, and when its caller does', async () => {
    const controller = new AbortController();
    const url = await serve(() => controller.abort());
    expect(await ask(await serve(() => undefined), 200)).toMatchObject({ cause: 'timeout', mayHaveLeft: true });
    expect(await ask(url, 5_000, controller.signal)).toMatchObject({ cause: 'aborted', code: 'ERR_CANCELED' });
  });

  it('takes the status line for a refusal, though its body has no end', async () => {
    const url = await serve((_request, response) => response.writeHead(401).write('{"code":'));
    expect(await ask(url, 200)).toMatchObject({ status: 'answered', statusCode: 401, body: null });
  });

  it('reads no more than 64 kB of a success', async () => {
    const url = await serve((_request, response) => response.end(Buffer.alloc(10_000_000, ' ')));
    expect(await ask(url)).toMatchObject({ status: 'broken', cause: 'failed', mayHaveLeft: true, statusCode: 200 });
  });
});

describe('requestOnce', () => {
  const request = { method: 'GET', headers: {}, body: null };

  it('sends nothing over plain http to another machine', async () => {
    const watch = { mayHaveLeft: false, isHandedOver: false, head: null };
    const url = new URL('http://vendor.example/');
    await expect(requestOnce({ ...request, url }, AbortSignal.timeout(1_000), watch)).rejects.toMatchObject({
      code: 'PLAIN_HTTP',
    });
    expect(watch.mayHaveLeft).toBe(false);
  });

  it('asks nobody for whom nobody waits any more', async () => {
    let requests = 0;
    const url = new URL(await serve(() => (requests += 1)));
    const watch = { mayHaveLeft: false, isHandedOver: false, head: null };
    await expect(requestOnce({ ...request, url }, AbortSignal.abort(), watch)).rejects.toThrow();
    expect([requests, watch.mayHaveLeft]).toEqual([0, false]);
  });
});

describe('askOnce through a client of somebody else’s', () => {
  it('hands nothing over once it has said that nothing was sent', async () => {
    const caller = new AbortController();
    let isAsked = false;
    const asking = askOnce({
      timeoutMs: 1_000,
      signal: caller.signal,
      async ask(given) {
        // Longer than its caller waits.
        await new Promise(setImmediate);
        handOver(given);
        isAsked = true;
      },
    });
    caller.abort();
    expect(await asking).toMatchObject({ status: 'broken', cause: 'aborted', mayHaveLeft: false });
    await new Promise(setImmediate);
    expect(isAsked).toBe(false);
  });

  const askThrowing = (error: unknown) =>
    askOnce<never>({
      timeoutMs: 1_000,
      signal: null,
      async ask(asking) {
        handOver(asking);
        throw error;
      },
      readThrown: (thrown) => ({
        head: thrown instanceof http.Agent ? { statusCode: 403, headers: {} } : null,
        body: null,
      }),
    });

  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'UND_ERR_CONNECT_TIMEOUT',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'CERT_HAS_EXPIRED',
  ])('believes that nothing left where the code is %s, however deep it is wrapped', async (code) => {
    const error = new Error('a', { cause: new Error('b', { cause: Object.assign(new Error('c'), { code }) }) });
    expect(await askThrowing(error)).toMatchObject({ status: 'broken', mayHaveLeft: false, code });
  });

  it.each(['ECONNRESET', 'EPIPE', 'EPROTO', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ETIMEDOUT', null])(
    'is not certain where the code is %s',
    async (code) => {
      expect(await askThrowing(Object.assign(new Error('to +14155550123'), { code }))).toMatchObject({
        mayHaveLeft: true,
      });
    },
  );

  it('is answered where it threw an answer', async () => {
    expect(await askThrowing(new http.Agent())).toMatchObject({ status: 'answered', statusCode: 403 });
  });
});

describe('askOnce before there is a request', () => {
  const MISSING = Object.assign(new Error("Cannot find package 'acme'"), { code: 'ERR_MODULE_NOT_FOUND' });

  it.each([
    [
      () => Promise.reject(new NotAskedError('authentication', 'No credentials were found')),
      'authentication',
      'No credentials were found',
    ],
    [
      () => Promise.reject(notLoaded(MISSING, 'acme')),
      'configuration',
      'The package acme is not installed: npm install acme',
    ],
  ] as const)('says why nothing was asked', async (ask, category, explanation) => {
    const asked = askOnce<never>({ timeoutMs: 1_000, signal: null, ask });
    expect(await asked).toEqual({ status: 'broken', cause: 'not-asked', category, explanation });
  });
});
