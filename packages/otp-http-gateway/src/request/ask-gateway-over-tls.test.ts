import { connect } from 'node:net';
import { createCertificate, trustUntilTestEnds } from '@countersign/test-servers/certificate';
import { findClosedPort, startTcpServer } from '@countersign/test-servers/loopback';
import { startVendor, type VendorListener } from '@countersign/test-servers/vendor-server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CREDENTIALS, expectNoSecretIn } from '../test-support/secrets.ts';
import { sendTo } from '../test-support/send-to.ts';

afterEach(() => vi.unstubAllEnvs());

const TAKES: VendorListener = (_request, response) => response.end('OK');

async function startTlsGateway(host: string, listener = TAKES) {
  const certificate = await createCertificate(host);
  return { ...(await startVendor(listener, { certificate })), certificate };
}

describe('askGateway over TLS', () => {
  it('delivers a message', async () => {
    const gateway = await startTlsGateway('localhost');
    trustUntilTestEnds(gateway.certificate);
    expect(await sendTo(`https://localhost:${gateway.port}/send`)).toEqual({ status: 'accepted', messageId: null });
    expect(gateway.requests).toHaveLength(1);
  });

  it('is not certain when the connection is reset after the request was read', async () => {
    const gateway = await startTlsGateway('localhost', (_request, response) => response.destroy());
    trustUntilTestEnds(gateway.certificate);
    expect(await sendTo(`https://localhost:${gateway.port}/send`)).toMatchObject({
      status: 'unknown',
      failure: { category: 'unavailable', providerCode: 'ECONNRESET' },
    });
    expect(gateway.requests).toHaveLength(1);
  });

  it('refuses a certificate for another host', async () => {
    const gateway = await startTlsGateway('gateway.example');
    trustUntilTestEnds(gateway.certificate);
    expect(await sendTo(`https://localhost:${gateway.port}/send`)).toMatchObject({
      status: 'refused',
      failure: { category: 'configuration', providerCode: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
    expect(gateway.requests).toHaveLength(0);
  });

  it('refuses what speaks no TLS', async () => {
    const gateway = await startVendor(TAKES);
    expect(await sendTo(`https://localhost:${gateway.port}/send`)).toMatchObject({
      status: 'refused',
      failure: { category: 'configuration' },
    });
    expect(gateway.requests).toHaveLength(0);
  });

  it('refuses when the connection is reset amid the handshake', async () => {
    const port = await startTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await sendTo(`https://localhost:${port}/send`)).toMatchObject({
      status: 'refused',
      failure: { category: 'unavailable', providerCode: 'ECONNRESET' },
    });
  });

  it('refuses when the handshake never ends', async () => {
    const port = await startTcpServer(() => undefined);
    expect(await sendTo(`https://localhost:${port}/send`, { timeoutMs: 100 })).toMatchObject({
      status: 'refused',
      failure: { category: 'timeout', retryable: true, providerCode: 'ETIMEDOUT' },
    });
  });

  it('refuses when the caller gives up amid the handshake', async () => {
    const controller = new AbortController();
    const port = await startTcpServer((socket) => socket.once('data', () => controller.abort()));
    expect(await sendTo(`https://localhost:${port}/send`, {}, controller.signal)).toMatchObject({
      status: 'refused',
      failure: { category: 'timeout', providerCode: 'ERR_CANCELED' },
    });
  });
});

describe('askGateway with a proxy in the environment', () => {
  const useProxy = (url: string) => {
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'ALL_PROXY', 'all_proxy']) {
      vi.stubEnv(name, url);
    }
    vi.stubEnv('NO_PROXY', '');
    vi.stubEnv('no_proxy', '');
  };

  /** A proxy that leads every tunnel to the given port. */
  const startTunnel = (port: number) =>
    startTcpServer((socket) => {
      socket.once('data', () => {
        const target = connect(port, '127.0.0.1');
        target.on('error', () => socket.destroy());
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(target).pipe(socket);
      });
    });

  it('goes past it by default, and to loopback always', async () => {
    const proxy = await startVendor(TAKES);
    const gateway = await startVendor(TAKES);
    useProxy(`http://127.0.0.1:${proxy.port}`);
    expect((await sendTo(`${gateway.url}/send`)).status).toBe('accepted');
    expect((await sendTo(`${gateway.url}/send`, { proxy: 'environment' })).status).toBe('accepted');
    expect(gateway.requests).toHaveLength(2);
    expect(proxy.requests).toHaveLength(0);
  });

  it('goes through it when told so', async () => {
    const proxy = await startVendor(TAKES);
    useProxy(`http://127.0.0.1:${proxy.port}`);
    const options = { proxy: 'environment', plainHttp: 'any-host' } as const;
    expect((await sendTo('http://gateway.example/send', options)).status).toBe('accepted');
    expect(proxy.requests).toHaveLength(1);
    expect(proxy.requests[0]?.url).toMatch(/^http:\/\/gateway\.example\/send\?/);
  });

  it('shows it nothing of an https request but the host', async () => {
    const lines: string[] = [];
    const port = await startTcpServer((socket) => {
      socket.once('data', (chunk) => {
        lines.push(chunk.toString('latin1'));
        socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      });
    });
    useProxy(`http://127.0.0.1:${port}`);
    await sendTo('https://gateway.example/send', { proxy: 'environment' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^CONNECT gateway\.example:443 HTTP\/1\.1\r\n/);
    expectNoSecretIn(lines);
  });

  it.each([
    ['accepts what comes back through it', TAKES, 'accepted'],
    ['is not certain of what breaks behind it', (_request, response) => response.destroy(), 'unknown'],
  ] as [string, VendorListener, string][])('%s', async (_what, listener, status) => {
    const gateway = await startTlsGateway('gateway.example', listener);
    trustUntilTestEnds(gateway.certificate);
    useProxy(`http://127.0.0.1:${await startTunnel(gateway.port)}`);
    expect((await sendTo('https://gateway.example/send', { proxy: 'environment' })).status).toBe(status);
    expect(gateway.requests).toHaveLength(1);
  });

  it('refuses a certificate that nobody vouches for behind it', async () => {
    const gateway = await startTlsGateway('gateway.example');
    useProxy(`http://127.0.0.1:${await startTunnel(gateway.port)}`);
    expect(await sendTo('https://gateway.example/send', { proxy: 'environment' })).toMatchObject({
      status: 'refused',
      failure: { category: 'configuration' },
    });
    expect(gateway.requests).toHaveLength(0);
  });

  it('refuses when it is down or makes no sense', async () => {
    useProxy(`http://127.0.0.1:${await findClosedPort()}`);
    expect((await sendTo('https://gateway.example/send', { proxy: 'environment' })).status).toBe('refused');
    useProxy(`http://${CREDENTIALS.username}:${CREDENTIALS.apiKey}@[`);
    expect((await sendTo('https://gateway.example/send', { proxy: 'environment' })).status).toBe('refused');
  });
});
