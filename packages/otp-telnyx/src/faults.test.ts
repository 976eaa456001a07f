/** What can go wrong on the way, for every call: one request at most, a typed outcome before the deadline, no leak. */
import { createServer } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { createTelnyxSmsSender } from './telnyx-sms-sender.ts';
import { createTelnyxVerificationProvider } from './telnyx-verification-provider.ts';
import { findClosedPort, onRequest, startLocalVendor, startTcpServer } from './test-support/local-vendor.ts';
import { API_KEY, CODE, expectNoSecretIn, FROM, MESSAGE } from './test-support/secrets.ts';
import { answerJson, errorAnswer, PROFILE_ID, VERIFICATION_ID } from './test-support/telnyx-answers.ts';

interface Settings {
  readonly baseUrl: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const to = MESSAGE.to as `+${string}`;

/** A check has no `refused`: a guess was judged or nobody knows. */
const CALLS = [
  {
    call: 'send',
    refused: 'refused',
    make: ({ signal, baseUrl, timeoutMs = 4_000 }: Settings) =>
      createTelnyxSmsSender({ apiKey: API_KEY, from: FROM, baseUrl, timeoutMs }).send(
        MESSAGE,
        signal ? { signal } : {},
      ),
  },
  {
    call: 'start',
    refused: 'refused',
    make: ({ signal, baseUrl, timeoutMs = 4_000 }: Settings) =>
      createTelnyxVerificationProvider({ apiKey: API_KEY, verifyProfileId: PROFILE_ID, baseUrl, timeoutMs }).start(
        { to },
        signal ? { signal } : {},
      ),
  },
  {
    call: 'check',
    refused: 'unknown',
    make: ({ signal, baseUrl, timeoutMs = 4_000 }: Settings) =>
      createTelnyxVerificationProvider({ apiKey: API_KEY, verifyProfileId: PROFILE_ID, baseUrl, timeoutMs }).check(
        { to, reference: VERIFICATION_ID, code: CODE },
        signal ? { signal } : {},
      ),
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
    const vendor = await startLocalVendor((_request, response) =>
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
    const vendor = await startLocalVendor((_request, response) =>
      answerJson(response, status, {}, { 'x-should-retry': 'true', 'Retry-After': '0' }),
    );
    expect(await outcomeOf(vendor)).toMatchObject({ status: 'unknown', failure: { category, statusCode: status } });
    expect(vendor.requests).toHaveLength(1);
  });

  it('knows that nothing left where nobody listens', async () => {
    expect(await outcomeOf({ baseUrl: `http://127.0.0.1:${await findClosedPort()}/v2` })).toMatchObject({
      status: refused,
      failure: { category: 'unavailable', retryable: true, providerCode: 'ECONNREFUSED' },
    });
  });

  it('knows that nothing left where the name leads nowhere', async () => {
    const outcome = await outcomeOf({ baseUrl: 'https://telnyx.invalid/v2' });
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
    expect(await outcomeOf({ baseUrl: `http://127.0.0.1:${port}/v2` })).toMatchObject({
      status: 'unknown',
      failure: { category: 'unavailable', providerCode: 'ECONNRESET' },
    });
    expect(connections).toBe(1);
  });

  it('is not certain when no answer comes in time', async () => {
    const vendor = await startLocalVendor(() => {});
    expect(await outcomeOf({ ...vendor, timeoutMs: 500 })).toMatchObject({
      status: 'unknown',
      failure: { category: 'timeout', retryable: true },
    });
    expect(vendor.requests).toHaveLength(1);
  });

  it('knows that nothing left when time is up before TLS was agreed on', async () => {
    let received = 0;
    const port = await startTcpServer((socket) => socket.on('data', () => (received += 1)));
    expect(await outcomeOf({ baseUrl: `https://127.0.0.1:${port}/v2`, timeoutMs: 500 })).toMatchObject({
      status: refused,
      failure: { category: 'timeout' },
    });
    expect(received).toBeGreaterThan(0);
  });

  it('knows that nothing left where TLS fails', async () => {
    const port = await startTcpServer((socket) => socket.end('no TLS\r\n'));
    expect(await outcomeOf({ baseUrl: `https://127.0.0.1:${port}/v2` })).toMatchObject({
      status: refused,
      failure: { category: 'configuration', retryable: false },
    });
  });

  it('ends a body that drips for ever', async () => {
    let isGone = false;
    const vendor = await startLocalVendor((_request, response) => {
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
    const vendor = await startLocalVendor((_request, response) => {
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
    const vendor = await startLocalVendor((_request, response) => {
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
      expect(await outcomeOf({ baseUrl: `http://127.0.0.1:${port}/v2` })).toMatchObject({ status: 'unknown' });
    },
  );

  it.each([301, 302, 303, 307, 308])('never follows a %i, least of all with a key', async (status) => {
    const elsewhere = await startLocalVendor((_request, response) => answerJson(response, 200, {}));
    const vendor = await startLocalVendor((_request, response) => {
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
    const proxied: string[] = [];
    const proxy = createServer((request) => proxied.push(String(request.url)));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    const vendor = await startLocalVendor((_request, response) => answerJson(response, 401, errorAnswer('10009')));
    expect(await outcomeOf(vendor)).toMatchObject({ failure: { category: 'authentication' } });
    vi.unstubAllEnvs();
    proxy.close();
    expect(proxied).toEqual([]);
    expect(vendor.requests).toHaveLength(1);
  });

  it('stops when the caller does', async () => {
    const controller = new AbortController();
    const vendor = await startLocalVendor(() => controller.abort());
    expect(await outcomeOf({ ...vendor, signal: controller.signal })).toMatchObject({
      status: 'unknown',
      failure: { category: 'timeout' },
    });
    expect(vendor.requests).toHaveLength(1);
  });
});
