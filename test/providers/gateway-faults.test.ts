/** Engine and HTTP gateway together, on real sockets: whatever the gateway does, one request, a typed answer, nothing shown. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { createOtpEngine, type OtpEvent } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { createHttpGatewaySmsSender } from '@countersign/otp-http-gateway';
import { afterEach, describe, expect, it, vi } from 'vitest';

const NUMBER = '+14155550123';
const SECRET = 'a secret of the tests, 32 bytes and more';
const CREDENTIALS = {
  apiKey: 'api-key-of-the-tests',
  username: 'user-of-the-tests',
  password: 'password-of-the-tests',
};
/** One fault waits for it. The others are over long before, also on a busy machine. */
const TIMEOUT_MS = 3_000;
const servers: Server[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** What a faulty gateway does; what the person is then told. */
const FAULTS: ReadonlyArray<readonly [name: string, listener: RequestListener, told: string]> = [
  ['accepts', (_request, response) => response.end('OK'), 'accepted'],
  [
    'accepts and repeats all it was told',
    (request, response) => response.end(`OK ${decodeURIComponent(request.url ?? '')}`),
    'accepted',
  ],
  [
    'refuses and repeats all it was told',
    (request, response) => response.writeHead(400).end(decodeURIComponent(request.url ?? '')),
    'delivery-failed',
  ],
  ['does not know the credentials', (_request, response) => response.writeHead(401).end(), 'delivery-failed'],
  ['throttles', (_request, response) => response.writeHead(429, { 'Retry-After': '5' }).end(), 'delivery-failed'],
  ['says no with a 200', (_request, response) => response.end('ERR: 001, Authentication failed'), 'delivery-failed'],
  [
    'redirects',
    (_request, response) => response.writeHead(302, { Location: 'http://127.0.0.1:9/' }).end(),
    'delivery-failed',
  ],
  ['fails', (_request, response) => response.writeHead(500).end('stack trace'), 'unknown'],
  ['hangs up', (request) => request.destroy(), 'unknown'],
  ['answers nonsense', (_request, response) => response.end('<html>'), 'unknown'],
  ['never answers', () => {}, 'unknown'],
  ['answers 10 MB', (_request, response) => response.end('x'.repeat(10_000_000)), 'unknown'],
];

async function startGateway(listener: RequestListener) {
  const urls: string[] = [];
  const server = createServer((request, response) => {
    urls.push(request.url ?? '');
    listener(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { urls, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send` };
}

function shownOf(values: readonly unknown[]): string {
  return values
    .map((value) => `${inspect(value, { depth: 12, showHidden: true })}\n${JSON.stringify(value)}`)
    .join('\n');
}

describe('an engine on an HTTP gateway that', () => {
  it.each(FAULTS)('%s', async (_name, listener, told) => {
    const printed = (['log', 'info', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method));
    const { urls, endpoint } = await startGateway(listener);
    const events: OtpEvent[] = [];
    const provider = createHttpGatewaySmsSender({ endpoint, ...CREDENTIALS, timeoutMs: TIMEOUT_MS });
    const otp = createOtpEngine({
      provider,
      store: createMemoryCodeStore(),
      secret: SECRET,
      onEvent: (event) => events.push(event),
    });

    const result = await otp.request({ to: NUMBER });
    expect(result.ok ? result.delivery : result.reason).toBe(told);
    expect(urls).toHaveLength(1);

    const text = new URL(urls[0] ?? '', endpoint).searchParams.get('message') ?? '';
    const code = /[0-9]{6}/.exec(text)?.[0] ?? 'no code was sent';
    const results: unknown[] = [result];
    if (result.ok) {
      results.push(await otp.verify({ challenge: result.challenge, code: code === '000000' ? '000001' : '000000' }));
      expect(await otp.verify({ challenge: result.challenge, code })).toMatchObject({ ok: true, phoneNumber: NUMBER });
    }
    await otp.close();

    const shown = shownOf([...results, ...events, provider, otp]);
    for (const secret of [NUMBER.slice(1), code, text, SECRET, ...Object.values(CREDENTIALS)]) {
      expect(shown).not.toContain(secret);
    }
    for (const method of printed) expect(method).not.toHaveBeenCalled();
  });
});
