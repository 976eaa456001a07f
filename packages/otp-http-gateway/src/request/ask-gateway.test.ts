import dns from 'node:dns';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { findClosedPort, startTcpServer } from '@countersign/test-servers/loopback';
import { onRequest, startVendor } from '@countersign/test-servers/vendor-server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CREDENTIALS, MESSAGE } from '../test-support/secrets.ts';
import { sendTo } from '../test-support/send-to.ts';

afterEach(() => vi.restoreAllMocks());

describe('askGateway', () => {
  it('delivers a message as it is', async () => {
    const gateway = await startVendor((_request, response) => response.end('OK'));
    expect(await sendTo(`${gateway.url}/send`)).toEqual({ status: 'accepted', messageId: null });
    expect(gateway.requests).toHaveLength(1);
    const [request] = gateway.requests;
    expect(new URL(request?.url ?? '', gateway.url).searchParams.get('message')).toBe(MESSAGE.text);
    expect(request?.headers).toMatchObject({ 'x-api-key': CREDENTIALS.apiKey, connection: 'close' });
  });

  describe('where nothing can have left', () => {
    it('refuses when the connection is refused', async () => {
      expect(await sendTo(`http://127.0.0.1:${await findClosedPort()}/send`)).toEqual({
        status: 'refused',
        failure: {
          category: 'unavailable',
          retryable: true,
          providerId: 'http-gateway',
          providerCode: 'ECONNREFUSED',
          message: 'The gateway could not be reached; nothing was sent.',
        },
      });
    });

    it('refuses when every address of the host refuses', async () => {
      const port = await findClosedPort();
      expect(await sendTo(`http://localhost:${port}/send`)).toMatchObject({
        status: 'refused',
        failure: { category: 'unavailable', providerCode: 'ECONNREFUSED' },
      });
    });

    it.each(['ENOTFOUND', 'EAI_AGAIN'])('refuses when the host has no address: %s', async (code) => {
      const failingLookup = (_host: string, _options: unknown, callback: (error: Error) => void) => {
        process.nextTick(callback, Object.assign(new Error(`getaddrinfo ${code} gateway.example`), { code }));
      };
      vi.spyOn(dns, 'lookup').mockImplementation(failingLookup as unknown as typeof dns.lookup);
      expect(await sendTo('https://gateway.example/send')).toMatchObject({
        status: 'refused',
        failure: { category: 'unavailable', providerCode: code },
      });
    });

    it('refuses when the caller gives up in the same breath', async () => {
      const gateway = await startVendor((_request, response) => response.end('OK'));
      const controller = new AbortController();
      const sending = sendTo(`${gateway.url}/send`, {}, controller.signal);
      controller.abort();
      expect(await sending).toMatchObject({ status: 'refused', failure: { category: 'timeout' } });
      expect(gateway.requests).toHaveLength(0);
    });
  });

  describe('where the request may have left', () => {
    it('is not certain when the connection is reset after the request was read', async () => {
      let connections = 0;
      const port = await startTcpServer((socket) => {
        connections += 1;
        onRequest(socket, () => socket.resetAndDestroy());
      });
      expect(await sendTo(`http://127.0.0.1:${port}/send`)).toEqual({
        status: 'unknown',
        failure: {
          category: 'unavailable',
          retryable: true,
          providerId: 'http-gateway',
          providerCode: 'ECONNRESET',
          message: 'The connection to the gateway broke; the message may be on its way.',
        },
      });
      expect(connections).toBe(1);
    });

    it('is not certain when the connection ends without an answer', async () => {
      const port = await startTcpServer((socket) => onRequest(socket, () => socket.end()));
      expect(await sendTo(`http://127.0.0.1:${port}/send`)).toMatchObject({
        status: 'unknown',
        failure: { category: 'unavailable', providerCode: 'ECONNRESET' },
      });
    });

    it('is not certain when no answer comes in time', async () => {
      const gateway = await startVendor(() => undefined);
      expect(await sendTo(`${gateway.url}/send`, { timeoutMs: 500 })).toMatchObject({
        status: 'unknown',
        failure: { category: 'timeout', retryable: true, providerCode: 'ETIMEDOUT' },
      });
      expect(gateway.requests).toHaveLength(1);
    });

    it('is not certain when the caller gives up after the request was read', async () => {
      const controller = new AbortController();
      const gateway = await startVendor(() => controller.abort());
      expect(await sendTo(`${gateway.url}/send`, {}, controller.signal)).toMatchObject({
        status: 'unknown',
        failure: { category: 'timeout', providerCode: 'ERR_CANCELED' },
      });
    });

    it('ends a body that drips for ever', async () => {
      let isGone = false;
      const gateway = await startVendor((_request, response) => {
        const drip = setInterval(() => response.write('.'), 10);
        response.on('close', () => {
          isGone = true;
          clearInterval(drip);
        });
      });
      const startedAt = performance.now();
      expect(await sendTo(`${gateway.url}/send`, { timeoutMs: 500 })).toMatchObject({
        status: 'unknown',
        failure: { category: 'timeout', statusCode: 200 },
      });
      expect(performance.now() - startedAt).toBeLessThan(5000);
      await vi.waitUntil(() => isGone);
    });

    it('ends headers that drip for ever', async () => {
      const port = await startTcpServer((socket) => {
        onRequest(socket, () => {
          socket.write('HTTP/1.1 200 OK\r\n');
          const drip = setInterval(() => socket.write('X-Drip: 1\r\n'), 10);
          socket.on('close', () => clearInterval(drip));
        });
      });
      expect(await sendTo(`http://127.0.0.1:${port}/send`, { timeoutMs: 500 })).toMatchObject({
        status: 'unknown',
        failure: { category: 'timeout' },
      });
    });

    it.each([
      ['that is too large', Buffer.alloc(10_000_000, 'O'), {}],
      ['that unpacks to too much (gzip)', gzipSync(Buffer.alloc(10_000_000)), { 'content-encoding': 'gzip' }],
      ['that unpacks to too much (br)', brotliCompressSync(Buffer.alloc(10_000_000)), { 'content-encoding': 'br' }],
      ['that does not unpack', Buffer.from('OK'), { 'content-encoding': 'gzip' }],
      ['that is cut short', Buffer.from('OK'), { 'content-length': '1000' }],
    ] as const)('is not certain of a body %s', async (_what, body, headers) => {
      const gateway = await startVendor((_request, response) => {
        response.writeHead(200, headers);
        response.write(body, () => (body.length < 1000 ? response.destroy() : response.end()));
      });
      expect(await sendTo(`${gateway.url}/send`)).toMatchObject({ status: 'unknown', failure: { statusCode: 200 } });
      expect(gateway.requests).toHaveLength(1);
    });

    it('reads an answer up to the last byte allowed, and no further', async () => {
      const gateway = await startVendor((_request, response) => response.end('x'.repeat(1000)));
      expect(await sendTo(`${gateway.url}/send`, { maxAnswerBytes: 1000 })).toMatchObject({ status: 'accepted' });
      expect(await sendTo(`${gateway.url}/send`, { maxAnswerBytes: 999 })).toMatchObject({ status: 'unknown' });
    });

    it('reads a compressed answer', async () => {
      const gateway = await startVendor((_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('ERR: 301, no credit'));
      });
      expect(await sendTo(`${gateway.url}/send`)).toMatchObject({ status: 'refused' });
    });

    it.each([
      '\0\x01\x02 no HTTP at all\r\n\r\n',
      'HTTP/1.1 abc\r\n\r\n',
      'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
    ])('is not certain of garbage: %j', async (garbage) => {
      const port = await startTcpServer((socket) => onRequest(socket, () => socket.end(garbage)));
      expect(await sendTo(`http://127.0.0.1:${port}/send`)).toMatchObject({
        status: 'unknown',
        failure: { category: 'unknown', providerCode: expect.stringMatching(/^HPE_/) },
      });
    });

    it('takes the status line of a refusal for one, even if its body never ends', async () => {
      const gateway = await startVendor((_request, response) => {
        response.writeHead(404, { 'retry-after': '60' }).write('<html>');
      });
      expect(await sendTo(`${gateway.url}/send`, { timeoutMs: 500 })).toMatchObject({
        status: 'refused',
        failure: { category: 'configuration', statusCode: 404 },
      });
    });
  });

  it.each([301, 302, 303, 307, 308])('never follows a %i, least of all with a key', async (statusCode) => {
    const elsewhere = await startVendor((_request, response) => response.end('OK'));
    const gateway = await startVendor((_request, response) => {
      response.writeHead(statusCode, { location: `http://localhost:${elsewhere.port}/` }).end();
    });
    expect(await sendTo(`${gateway.url}/send`)).toMatchObject({
      status: 'refused',
      failure: { category: 'configuration', statusCode },
    });
    expect(gateway.requests).toHaveLength(1);
    expect(elsewhere.requests).toHaveLength(0);
  });
});
