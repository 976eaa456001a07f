/** What can go wrong on the way, for every call: one request at most, a typed outcome before the deadline, no leak. */
import { findClosedPort, startTcpServer } from '@countersign/test-servers/loopback';
import { answerJson, onRequest, startVendor } from '@countersign/test-servers/vendor-server';
import { describe, expect, it, vi } from 'vitest';
import { createTelnyxSmsSender } from './telnyx-sms-sender.ts';
import { createTelnyxVerificationProvider } from './telnyx-verification-provider.ts';
import { API_KEY, CODE, expectNoSecretIn, FROM, MESSAGE } from './test-support/secrets.ts';
import { errorAnswer, PROFILE_ID, VERIFICATION_ID } from './test-support/telnyx-answers.ts';

interface Settings {
  /** Of the vendor, without a path. */
  readonly url: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const to = MESSAGE.to as `+${string}`;

/** A check has no `refused`: a guess was judged or nobody knows. */
const CALLS = [
  {
    call: 'send',
    refused: 'refused',
    make: ({ signal, url, timeoutMs = 4_000 }: Settings) =>
      createTelnyxSmsSender({ apiKey: API_KEY, from: FROM, baseUrl: `${url}/v2`, timeoutMs }).send(
        MESSAGE,
        signal ? { signal } : {},
      ),
  },
  {
    call: 'start',
    refused: 'refused',
    make: ({ signal, url, timeoutMs = 4_000 }: Settings) =>
      createTelnyxVerificationProvider({
        apiKey: API_KEY,
        verifyProfileId: PROFILE_ID,
        baseUrl: `${url}/v2`,
        timeoutMs,
      }).start({ to }, signal ? { signal } : {}),
  },
  {
    call: 'check',
    refused: 'unknown',
    make: ({ signal, url, timeoutMs = 4_000 }: Settings) =>
      createTelnyxVerificationProvider({
        apiKey: API_KEY,
        verifyProfileId: PROFILE_ID,
        baseUrl: `${url}/v2`,
        timeoutMs,
      }).check({ to, reference: VERIFICATION_ID, code: CODE }, signal ? { signal } : {}),
  },
] as const;

describe.each(CALLS)('$call', ({ make, refused }) => {
  async function outcomeOf(settings: Settings) {
    const startedAt = performance.now();
    const outcome = await make(settings);
    expectNoSecretIn(outcome);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    return outcome;
  }

  it('tells a limit and when it ends', async () => {
    const vendor = await startVendor((_request, response) =>
      answerJson(response, 429, errorAnswer('10011'), { 'Retry-After': '9' }),
    );
    expect(await outcomeOf(vendor)).toMatchObject({
      status: refused,
      failure: { category: 'rate-limited', retryAfterMs: 9_000, statusCode: 429 },
    });
    expect(vendor.requests).toHaveLength(1);
  });

  it.each([
    [500, 'unavailable'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [504, 'timeout'],
    [408, 'timeout'],
  ] as const)('is not certain after a %i, even one that asks to try again', async (status, category) => {
    const vendor = await startVendor((_request, response) =>
      answerJson(response, status, {}, { 'x-should-retry': 'true', 'Retry-After': '0' }),
    );
    expect(await outcomeOf(vendor)).toMatchObject({ status: 'unknown', failure: { category, statusCode: status } });
    expect(vendor.requests).toHaveLength(1);
  });

  it('knows that nothing left where nobody listens', async () => {
    expect(await outcomeOf({ url: `http://127.0.0.1:${await findClosedPort()}` })).toMatchObject({
      status: refused,
      failure: { category: 'unavailable', retryable: true, providerCode: 'ECONNREFUSED' },
    });
  });

  it('knows that nothing left where the name leads nowhere', async () => {
    const outcome = await outcomeOf({ url: 'https://telnyx.invalid' });
    // Some resolvers take longer to say so than we wait.
    const category = expect.stringMatching(/^(?:unavailable|timeout)$/);
    expect(outcome).toMatchObject({ status: refused, failure: { category, retryable: true } });
    expect(JSON.stringify(outcome)).not.toContain('may have arrived');
  });

  it('is not certain when the connection is reset after the request was read', async () => {
    let connections = 0;
    const port = await startTcpServer((socket) => {
      connections += 1;
      onRequest(socket, () => socket.resetAndDestroy());
    });
    expect(await outcomeOf({ url: `http://127.0.0.1:${port}` })).toMatchObject({
      status: 'unknown',
      failure: { category: 'unavailable', providerCode: 'ECONNRESET' },
    });
    expect(connections).toBe(1);
  });

  it('is not certain when no answer comes in time', async () => {
    const vendor = await startVendor(() => {});
    expect(await outcomeOf({ ...vendor, timeoutMs: 500 })).toMatchObject({
      status: 'unknown',
      failure: { category: 'timeout', retryable: true },
    });
    expect(vendor.requests).toHaveLength(1);
  });

  it('knows that nothing left when time is up before TLS was agreed on', async () => {
    let received = 0;
    const port = await startTcpServer((socket) => socket.on('data', () => (received += 1)));
    expect(await outcomeOf({ url: `https://127.0.0.1:${port}`, timeoutMs: 500 })).toMatchObject({
      status: refused,
      failure: { category: 'timeout' },
    });
    expect(received).toBeGreaterThan(0);
  });

  it('knows that nothing left where TLS fails', async () => {
    const port = await startTcpServer((socket) => socket.end('no TLS\r\n'));
    expect(await outcomeOf({ url: `https://127.0.0.1:${port}` })).toMatchObject({
      status: refused,
      failure: { category: 'configuration', retryable: false },
    });
  });

  it('ends a body that drips for ever', async () => {
    let isGone = false;
    const vendor = await startVendor((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => {
        isGone = true;
        clearInterval(drip);
      });
    });
    expect(await outcomeOf({ ...vendor, timeoutMs: 500 })).toMatchObject({
      status: 'unknown',
      failure: { category: 'timeout', statusCode: 200 },
    });
    await vi.waitUntil(() => isGone);
    expect(vendor.requests).toHaveLength(1);
  });

  it('takes the status line of a refusal for one, even if its body never ends', async () => {
    const vendor = await startVendor((_request, response) => {
      response.writeHead(401).write('{');
    });
    expect(await outcomeOf({ ...vendor, timeoutMs: 500 })).toMatchObject({
      status: refused,
      failure: { category: 'authentication', statusCode: 401 },
    });
  });

  it.each([
    ['cut short', { 'Content-Length': '1000' }, '{"data":'],
    ['garbled', {}, '{"data":}'],
    ['empty', {}, ''],
    ['10 MB long', {}, ' '.repeat(10_000_000)],
  ])('is not certain of an answer that is %s', async (what, headers, body) => {
    const vendor = await startVendor((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', ...headers });
      if (what === 'cut short') response.write(body, () => response.destroy());
      else response.end(body);
    });
    expect(await outcomeOf(vendor)).toMatchObject({ status: 'unknown' });
    expect(vendor.requests).toHaveLength(1);
  });

  it.each(['\0\x01 no HTTP\r\n\r\n', 'HTTP/1.1 abc\r\n\r\n', 'HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n'])(
    'is not certain of garbage: %j',
    async (garbage) => {
      const port = await startTcpServer((socket) => onRequest(socket, () => socket.end(garbage)));
      expect(await outcomeOf({ url: `http://127.0.0.1:${port}` })).toMatchObject({ status: 'unknown' });
    },
  );

  it.each([301, 302, 303, 307, 308])('never follows a %i, least of all with a key', async (status) => {
    const elsewhere = await startVendor((_request, response) => answerJson(response, 200, {}));
    const vendor = await startVendor((_request, response) => {
      response.writeHead(status, { Location: `http://localhost:${elsewhere.port}/` }).end();
    });
    expect(await outcomeOf(vendor)).toMatchObject({
      status: refused,
      failure: { category: 'configuration', statusCode: status },
    });
    expect(vendor.requests).toHaveLength(1);
    expect(elsewhere.requests).toHaveLength(0);
  });

  it('takes no proxy from the environment', async () => {
    const proxy = await startVendor((_request, response) => response.end());
    vi.stubEnv('HTTP_PROXY', proxy.url);
    const vendor = await startVendor((_request, response) => answerJson(response, 401, errorAnswer('10009')));
    expect(await outcomeOf(vendor)).toMatchObject({ failure: { category: 'authentication' } });
    vi.unstubAllEnvs();
    expect(proxy.requests).toEqual([]);
    expect(vendor.requests).toHaveLength(1);
  });

  it('stops when the caller does', async () => {
    const controller = new AbortController();
    const vendor = await startVendor(() => controller.abort());
    expect(await outcomeOf({ ...vendor, signal: controller.signal })).toMatchObject({
      status: 'unknown',
      failure: { category: 'timeout' },
    });
    expect(vendor.requests).toHaveLength(1);
  });
});
