// Loaded in advance, so that a short timeout is not spent on loading it.
import 'axios';
import type { SendOutcome } from '@countersign/otp-core/spec';
import { createCertificate, trustUntilTestEnds } from '@countersign/test-servers/certificate';
import { findClosedPort, startTcpServer } from '@countersign/test-servers/loopback';
import { onRequest, startVendor } from '@countersign/test-servers/vendor-server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSinchSmsSender } from './sinch-sms-sender.ts';
import { expectNoSecretIn, MESSAGE, SERVICE_PLAN } from './test-support/secrets.ts';
import { json } from './test-support/sinch-answers.ts';

const ACCEPTS = json(201, { id: 'batch-1' });

async function send(baseUrl: string, timeoutMs = 1_500, signal?: AbortSignal): Promise<SendOutcome> {
  const sender = createSinchSmsSender({ ...SERVICE_PLAN, baseUrl, timeoutMs });
  const startedAtMs = performance.now();
  const outcome = await sender.send(MESSAGE, signal === undefined ? {} : { signal });
  expect(performance.now() - startedAtMs).toBeLessThan(timeoutMs + 1_000);
  expectNoSecretIn(outcome);
  return outcome;
}

describe('askSinch', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is not certain of what was read and then reset', async () => {
    let requests = 0;
    const port = await startTcpServer((socket) =>
      onRequest(socket, () => {
        requests += 1;
        socket.resetAndDestroy();
      }),
    );
    expect(await send(`http://127.0.0.1:${port}`)).toMatchObject({
      status: 'unknown',
      failure: { category: 'unavailable', providerCode: 'ECONNRESET' },
    });
    expect(requests).toBe(1);
  });

  it('is certain that nothing was sent where nobody listens', async () => {
    expect(await send(`http://127.0.0.1:${await findClosedPort()}`)).toMatchObject({
      status: 'refused',
      failure: { category: 'unavailable', retryable: true, providerCode: 'ECONNREFUSED' },
    });
  });

  it('is certain that nothing was sent where a handshake never ends', async () => {
    const port = await startTcpServer(() => undefined);
    expect(await send(`https://localhost:${port}`, 100)).toMatchObject({
      status: 'refused',
      failure: { category: 'timeout', providerCode: 'ETIMEDOUT' },
    });
  });

  it('is not certain of an answer that drips for longer than the deadline', async () => {
    const sinch = await startVendor((_received, response) => {
      response.writeHead(201, { 'Content-Type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await send(sinch.url, 200)).toMatchObject({
      status: 'unknown',
      failure: { category: 'timeout', statusCode: 201 },
    });
    expect(sinch.requests).toHaveLength(1);
  });

  it('takes the head of a refusal for one, however long its body is', async () => {
    const sinch = await startVendor((_received, response) => response.writeHead(401).end('x'.repeat(10_000_000)));
    expect(await send(sinch.url)).toMatchObject({
      status: 'refused',
      failure: { category: 'authentication', statusCode: 401 },
    });
  });

  it('stops reading an answer that is longer than any of Sinch, though it has no end', async () => {
    const sinch = await startVendor((_received, response) => {
      response.writeHead(201).write(`{"id":"batch-1","body":"${'x'.repeat(100_000)}`);
    });
    expect(await send(sinch.url)).toMatchObject({
      status: 'unknown',
      failure: { category: 'unknown', statusCode: 201 },
    });
  });

  it('takes a connection of its own for every request, and keeps none', async () => {
    const sinch = await startVendor(ACCEPTS);
    expect((await send(sinch.url)).status).toBe('accepted');
    expect(sinch.requests[0]?.headers.connection).toBe('close');
  });

  it('is not certain of an acceptance that is cut short', async () => {
    const sinch = await startVendor((_received, response) => {
      response.writeHead(201, { 'Content-Length': '100' }).write('{"id":"batch-1"', () => response.destroy());
    });
    expect(await send(sinch.url)).toMatchObject({ status: 'unknown', failure: { statusCode: 201 } });
  });

  it.each([301, 302, 303, 307, 308])('never follows a %i, least of all with a token', async (statusCode) => {
    const elsewhere = await startVendor(ACCEPTS);
    const sinch = await startVendor((_received, response) => {
      response.writeHead(statusCode, { Location: `http://localhost:${elsewhere.port}/` }).end();
    });
    expect(await send(sinch.url)).toMatchObject({
      status: 'refused',
      failure: { category: 'configuration', statusCode },
    });
    expect([sinch.requests.length, elsewhere.requests.length]).toEqual([1, 0]);
  });

  it('gives its credentials to no proxy that the environment names', async () => {
    const proxy = await startVendor(ACCEPTS);
    const sinch = await startVendor(ACCEPTS);
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'ALL_PROXY']) {
      vi.stubEnv(name, proxy.url);
    }
    vi.stubEnv('NO_PROXY', '');
    vi.stubEnv('no_proxy', '');
    expect((await send(sinch.url)).status).toBe('accepted');
    expect([sinch.requests.length, proxy.requests.length]).toEqual([1, 0]);
  });

  it('leaves nothing behind on a signal that lives on', async () => {
    const { signal } = new AbortController();
    const remove = vi.spyOn(signal, 'removeEventListener');
    const sinch = await startVendor(ACCEPTS);
    expect((await send(sinch.url, 1_500, signal)).status).toBe('accepted');
    expect(remove).toHaveBeenCalledWith('abort', expect.any(Function));
  });

  it('delivers over TLS, and only to the host of the certificate', async () => {
    const certificate = await createCertificate('localhost');
    const trusted = await startVendor(ACCEPTS, { certificate });
    trustUntilTestEnds(certificate);
    expect((await send(trusted.url)).status).toBe('accepted');
    const another = await createCertificate('sinch.example');
    const stranger = await startVendor(ACCEPTS, { certificate: another });
    trustUntilTestEnds(another);
    expect(await send(stranger.url)).toMatchObject({
      status: 'refused',
      failure: { category: 'configuration', retryable: false, providerCode: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
    expect([trusted.requests.length, stranger.requests.length]).toEqual([1, 0]);
  });

  it('refuses what speaks no TLS', async () => {
    const sinch = await startVendor(ACCEPTS);
    expect(await send(sinch.url.replace('http://127.0.0.1', 'https://localhost'))).toMatchObject({
      status: 'refused',
      failure: { category: 'configuration' },
    });
    expect(sinch.requests).toHaveLength(0);
  });
});
