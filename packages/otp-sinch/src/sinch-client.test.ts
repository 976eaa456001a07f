// Loaded in advance, so that a short timeout is not spent on loading it.
import 'axios';
import { createServer as createHttpsServer } from 'node:https';
import type { SendOutcome } from '@countersign/otp-core/spec';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSinchSmsSender } from './sinch-sms-sender.ts';
import { json } from './test-support/arrange-fault.ts';
import {
  findClosedPort,
  type LocalServer,
  listen,
  onRequest,
  type SinchListener,
  startLocalSinch,
  startTcpServer,
} from './test-support/local-sinch.ts';
import { expectNoSecretIn, MESSAGE, SERVICE_PLAN } from './test-support/secrets.ts';
import { createSelfSignedCertificate, trustUntilTestEnds } from './test-support/self-signed-certificate.ts';

const ACCEPTS = json(201, { id: 'batch-1' });

async function send(baseUrl: string, timeoutMs = 1_500, signal?: AbortSignal): Promise<SendOutcome> {
  const sender = createSinchSmsSender({ ...SERVICE_PLAN, baseUrl, timeoutMs });
  const startedAtMs = performance.now();
  const outcome = await sender.send(MESSAGE, signal === undefined ? {} : { signal });
  expect(performance.now() - startedAtMs).toBeLessThan(timeoutMs + 1_000);
  expectNoSecretIn(outcome);
  return outcome;
}

function closing<Started extends LocalServer>(server: Started): Started {
  onTestFinished(() => server.close());
  return server;
}

async function startSinch(listener: SinchListener) {
  return closing(await startLocalSinch(listener));
}

async function startTls(host: string, listener: () => void) {
  const certificate = createSelfSignedCertificate(host);
  const server = createHttpsServer(certificate, (request, response) => {
    listener();
    request.resume();
    request.on('end', () => response.writeHead(201).end('{"id":"batch-1"}'));
  });
  server.on('tlsClientError', () => undefined);
  return { ...closing(await listen(server, 'https')), cert: certificate.cert };
}

describe('askSinch', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is not certain of what was read and then reset', async () => {
    let requests = 0;
    const server = closing(
      await startTcpServer((socket) =>
        onRequest(socket, () => {
          requests += 1;
          socket.resetAndDestroy();
        }),
      ),
    );
    expect(await send(server.url)).toMatchObject({
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
    const server = closing(await startTcpServer(() => undefined));
    expect(await send(server.url.replace('http://127.0.0.1', 'https://localhost'), 100)).toMatchObject({
      status: 'refused',
      failure: { category: 'timeout', providerCode: 'ETIMEDOUT' },
    });
  });

  it('is not certain of an answer that drips for longer than the deadline', async () => {
    const sinch = await startSinch((_received, response) => {
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
    const sinch = await startSinch((_received, response) => response.writeHead(401).end('x'.repeat(10_000_000)));
    expect(await send(sinch.url)).toMatchObject({
      status: 'refused',
      failure: { category: 'authentication', statusCode: 401 },
    });
  });

  it('stops reading an answer that is longer than any of Sinch, though it has no end', async () => {
    const sinch = await startSinch((_received, response) => {
      response.writeHead(201).write(`{"id":"batch-1","body":"${'x'.repeat(100_000)}`);
    });
    expect(await send(sinch.url)).toMatchObject({
      status: 'unknown',
      failure: { category: 'unknown', statusCode: 201 },
    });
  });

  it('takes a connection of its own for every request, and keeps none', async () => {
    const sinch = await startSinch(ACCEPTS);
    expect((await send(sinch.url)).status).toBe('accepted');
    expect(sinch.requests[0]?.headers.connection).toBe('close');
  });

  it('is not certain of an acceptance that is cut short', async () => {
    const sinch = await startSinch((_received, response) => {
      response.writeHead(201, { 'Content-Length': '100' }).write('{"id":"batch-1"', () => response.destroy());
    });
    expect(await send(sinch.url)).toMatchObject({ status: 'unknown', failure: { statusCode: 201 } });
  });

  it.each([301, 302, 303, 307, 308])('never follows a %i, least of all with a token', async (statusCode) => {
    const elsewhere = await startSinch(ACCEPTS);
    const sinch = await startSinch((_received, response) => {
      response.writeHead(statusCode, { Location: `http://localhost:${elsewhere.port}/` }).end();
    });
    expect(await send(sinch.url)).toMatchObject({
      status: 'refused',
      failure: { category: 'configuration', statusCode },
    });
    expect([sinch.requests.length, elsewhere.requests.length]).toEqual([1, 0]);
  });

  it('gives its credentials to no proxy that the environment names', async () => {
    const proxy = await startSinch(ACCEPTS);
    const sinch = await startSinch(ACCEPTS);
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
    const sinch = await startSinch(ACCEPTS);
    expect((await send(sinch.url, 1_500, signal)).status).toBe('accepted');
    expect(remove).toHaveBeenCalledWith('abort', expect.any(Function));
  });

  it('delivers over TLS, and only to a host that somebody vouches for', async () => {
    const requests = vi.fn();
    const trusted = await startTls('localhost', requests);
    const failure = { category: 'configuration', retryable: false };
    expect(await send(trusted.url)).toMatchObject({
      status: 'refused',
      failure: { ...failure, providerCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    trustUntilTestEnds(trusted.cert);
    expect((await send(trusted.url)).status).toBe('accepted');
    const stranger = await startTls('sinch.example', requests);
    trustUntilTestEnds(stranger.cert);
    expect(await send(stranger.url)).toMatchObject({
      status: 'refused',
      failure: { ...failure, providerCode: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
    expect(requests).toHaveBeenCalledTimes(1);
  });

  it('refuses what speaks no TLS', async () => {
    const sinch = await startSinch(ACCEPTS);
    expect(await send(sinch.url.replace('http://127.0.0.1', 'https://localhost'))).toMatchObject({
      status: 'refused',
      failure: { category: 'configuration' },
    });
    expect(sinch.requests).toHaveLength(0);
  });
});
