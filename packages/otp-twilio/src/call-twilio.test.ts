import dns from 'node:dns';
import { createCertificate, trustUntilTestEnds } from '@countersign/test-servers/certificate';
import { findClosedPort, startTcpServer } from '@countersign/test-servers/loopback';
import { answerJson, onRequest, startVendor } from '@countersign/test-servers/vendor-server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ACCOUNT, errorAnswer, expectNoSecretIn, FROM, MESSAGE, messageAnswer } from './test-support/account.ts';
import { createTwilioSmsSender } from './twilio-sms-sender.ts';

afterEach(() => vi.restoreAllMocks());

async function sendTo(
  baseUrl: string,
  { timeoutMs = 5_000, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
) {
  const sender = createTwilioSmsSender({ ...ACCOUNT, from: FROM, baseUrl, timeoutMs });
  const outcome = await sender.send(MESSAGE, signal === undefined ? {} : { signal });
  expectNoSecretIn(outcome, sender);
  return outcome;
}

const TAKES = (_request: unknown, response: Parameters<typeof answerJson>[0]) =>
  answerJson(response, 201, messageAnswer());

describe('callTwilio', () => {
  describe('where nothing can have left', () => {
    it('is refused when the connection is refused', async () => {
      expect(await sendTo(`http://127.0.0.1:${await findClosedPort()}`)).toEqual({
        status: 'refused',
        failure: {
          category: 'unavailable',
          retryable: true,
          providerId: 'twilio',
          providerCode: 'ECONNREFUSED',
          message: 'Twilio could not be reached; nothing was asked.',
        },
      });
    });

    it('is refused when the host has no address', async () => {
      const failingLookup = (_host: string, _options: unknown, callback: (error: Error) => void) => {
        process.nextTick(callback, Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }));
      };
      vi.spyOn(dns, 'lookup').mockImplementation(failingLookup as unknown as typeof dns.lookup);
      expect(await sendTo('https://twilio.example')).toMatchObject({
        status: 'refused',
        failure: { category: 'unavailable', providerCode: 'ENOTFOUND' },
      });
    });

    it('is refused in time when the look-up of the host never ends', async () => {
      vi.spyOn(dns, 'lookup').mockImplementation((() => undefined) as unknown as typeof dns.lookup);
      expect(await sendTo('https://twilio.example', { timeoutMs: 50 })).toMatchObject({
        status: 'refused',
        failure: { category: 'timeout', retryable: true },
      });
    });

    it('is refused in time when the TLS handshake never ends', async () => {
      const port = await startTcpServer(() => undefined);
      expect(await sendTo(`https://localhost:${port}`, { timeoutMs: 100 })).toMatchObject({
        status: 'refused',
        failure: { category: 'timeout' },
      });
    });

    it('is refused when the caller gives up in the same breath', async () => {
      const vendor = await startVendor(TAKES);
      const controller = new AbortController();
      const sending = sendTo(vendor.url, { signal: controller.signal });
      controller.abort();
      expect(await sending).toMatchObject({ status: 'refused', failure: { category: 'timeout' } });
      expect(vendor.requests).toHaveLength(0);
    });

    it('refuses what speaks no TLS', async () => {
      const vendor = await startVendor(TAKES);
      expect(await sendTo(vendor.url.replace('http:', 'https:'))).toMatchObject({
        status: 'refused',
        failure: { category: 'configuration' },
      });
      expect(vendor.requests).toHaveLength(0);
    });
  });

  it('reaches a host over TLS', async () => {
    const certificate = await createCertificate('localhost');
    trustUntilTestEnds(certificate);
    const vendor = await startVendor(TAKES, { certificate });
    expect(await sendTo(vendor.url)).toMatchObject({ status: 'accepted' });
  });

  describe('where the request may have left', () => {
    it('is not certain when the connection is reset after the request was read', async () => {
      let connections = 0;
      const port = await startTcpServer((socket) => {
        connections += 1;
        onRequest(socket, () => socket.resetAndDestroy());
      });
      expect(await sendTo(`http://127.0.0.1:${port}`)).toEqual({
        status: 'unknown',
        failure: {
          category: 'unavailable',
          retryable: true,
          providerId: 'twilio',
          providerCode: 'ECONNRESET',
          message: 'The connection to Twilio broke; what became of the request is not known.',
        },
      });
      expect(connections).toBe(1);
    });

    it('is not certain when no answer comes in time', async () => {
      const vendor = await startVendor(() => undefined);
      expect(await sendTo(vendor.url, { timeoutMs: 300 })).toMatchObject({
        status: 'unknown',
        failure: { category: 'timeout', retryable: true, message: expect.stringContaining('in time') },
      });
      expect(vendor.requests).toHaveLength(1);
    });

    it('is not certain when the caller gives up after the request was read', async () => {
      const controller = new AbortController();
      const vendor = await startVendor(() => controller.abort());
      expect(await sendTo(vendor.url, { signal: controller.signal })).toMatchObject({
        status: 'unknown',
        failure: { category: 'timeout', message: expect.stringContaining('stopped waiting') },
      });
    });

    it('ends a body that drips for ever', async () => {
      let isGone = false;
      const vendor = await startVendor((_request, response) => {
        const drip = setInterval(() => response.write('.'), 10);
        response.on('close', () => {
          isGone = true;
          clearInterval(drip);
        });
      });
      expect(await sendTo(vendor.url, { timeoutMs: 300 })).toMatchObject({
        status: 'unknown',
        failure: { category: 'timeout', statusCode: 200 },
      });
      await vi.waitUntil(() => isGone);
    });

    it.each([
      ['empty', 200, ''],
      ['HTML', 200, '<html>'],
      ['null', 201, 'null'],
      ['a text', 201, '"queued"'],
      ['an empty object', 201, '{}'],
      ['a message without a SID', 201, JSON.stringify(messageAnswer({ sid: null }))],
      ['a message with a SID of another kind', 201, JSON.stringify(messageAnswer({ sid: `CA${'1'.repeat(32)}` }))],
      ['a message without a status', 201, JSON.stringify(messageAnswer({ status: 7 }))],
      ['a message that was not delivered', 201, JSON.stringify(messageAnswer({ status: 'undelivered' }))],
      ['about another number', 201, JSON.stringify(messageAnswer({ to: '+14155550199' }))],
      ['Twilio failing in HTML', 503, '<html>'],
      ['a gateway that waited in vain', 504, ''],
      ['a server that waited for the request', 408, ''],
    ])('is not certain of an answer that is %s', async (_what, status, body) => {
      const vendor = await startVendor((_request, response) => response.writeHead(status).end(body));
      const outcome = await sendTo(vendor.url);
      expect(outcome.status).toBe('unknown');
      expect(vendor.requests).toHaveLength(1);
    });

    it('is not certain of an answer of 10 MB, and reads little of it', async () => {
      const vendor = await startVendor((_request, response) => response.end(Buffer.alloc(10_000_000, ' ')));
      expect(await sendTo(vendor.url)).toMatchObject({
        status: 'unknown',
        failure: { category: 'unknown', providerCode: 'ANSWER_TOO_LARGE', statusCode: 200 },
      });
    });

    it.each(['\0\x01 no HTTP at all\r\n\r\n', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'])(
      'is not certain of garbage: %j',
      async (garbage) => {
        const port = await startTcpServer((socket) => onRequest(socket, () => socket.end(garbage)));
        expect(await sendTo(`http://127.0.0.1:${port}`)).toMatchObject({
          status: 'unknown',
          failure: { category: 'unknown', providerCode: expect.stringMatching(/^HPE_/) },
        });
      },
    );
  });

  describe('where Twilio refuses', () => {
    it('tells how long to wait', async () => {
      const vendor = await startVendor((_request, response) => {
        response.setHeader('Retry-After', '7');
        answerJson(response, 429, errorAnswer(20429, 429));
      });
      expect(await sendTo(vendor.url)).toMatchObject({
        status: 'refused',
        failure: { category: 'rate-limited', retryable: true, retryAfterMs: 7_000, statusCode: 429 },
      });
      expect(vendor.requests).toHaveLength(1);
    });

    it('takes the status line for it, even if the body never ends', async () => {
      const vendor = await startVendor((_request, response) => response.writeHead(401).write('{"code":'));
      expect(await sendTo(vendor.url, { timeoutMs: 300 })).toMatchObject({
        status: 'refused',
        failure: { category: 'authentication', statusCode: 401 },
      });
    });

    it.each([
      ['failed', '30007', 'content-rejected'],
      ['canceled', null, 'unknown'],
    ])('believes a 201 that says %s', async (status, code, category) => {
      const vendor = await startVendor((_request, response) =>
        answerJson(response, 201, messageAnswer({ status, error_code: code })),
      );
      expect(await sendTo(vendor.url)).toMatchObject({ status: 'refused', failure: { category } });
    });

    it.each([301, 302, 303, 307, 308])('never follows a %i, least of all with credentials', async (statusCode) => {
      const elsewhere = await startVendor(TAKES);
      const vendor = await startVendor((_request, response) => {
        response.writeHead(statusCode, { location: `http://localhost:${elsewhere.port}/` }).end();
      });
      expect(await sendTo(vendor.url)).toMatchObject({
        status: 'refused',
        failure: { category: 'configuration', statusCode },
      });
      expect(vendor.requests).toHaveLength(1);
      expect(elsewhere.requests).toHaveLength(0);
    });
  });
});
