/** What a vendor's request comes to is no matter of the vendor: certificates, this machine, calls without an end. */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSelfSignedCertificate } from '../../packages/otp-http-gateway/src/test-support/self-signed-certificate.ts';
import { PROVIDERS } from './support/providers.ts';
import { startVendor } from './support/vendor-servers.ts';

const TO = '+14155550123';

type Provider = ReturnType<(typeof PROVIDERS)[number]['create']>;

function ask(provider: Provider) {
  return provider.kind === 'sms-sender'
    ? provider.send({ to: TO, text: 'Your code is 804617.' })
    : provider.start({ to: TO });
}

describe.each(PROVIDERS.map(({ name, create }) => ({ name, create })))('$name', ({ create }) => {
  it('is misconfigured where nobody vouches for the certificate, and sends nothing there', async () => {
    let requests = 0;
    const server = createServer(createSelfSignedCertificate('localhost'), (_request, response) => {
      requests += 1;
      response.end();
    });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    expect(await ask(create({ url: `https://localhost:${port}` }))).toMatchObject({
      status: 'refused',
      failure: { category: 'configuration', retryable: false, providerCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    expect(requests).toBe(0);
  });

  it.each(['localhost', 'vendor.localhost', '127.0.0.1', '127.1.2.3', '[::1]'])('takes plain http to %s', (host) => {
    expect(() => create({ url: `http://${host}:4025` })).not.toThrow();
  });

  it.each(['vendor.example', 'localhost.example', 'notlocalhost', '127.0.0.1.example', '10.0.0.1', '[::2]'])(
    'takes no plain http to %s',
    (host) => {
      expect(() => create({ url: `http://${host}:4025` })).toThrow(/http/);
    },
  );

  it('asks nobody for a caller whose signal cannot be read', async () => {
    const vendor = await startVendor((response) => response.end('{}'));
    const provider = create({ url: vendor.url });
    const options = Object.defineProperty({}, 'signal', { get: () => JSON.parse('{') });
    const outcome =
      provider.kind === 'sms-sender'
        ? await provider.send({ to: TO, text: 'Your code is 804617.' }, options)
        : await provider.check({ to: TO, reference: null, code: '804617' }, options);
    expect(outcome).toMatchObject({ failure: { category: 'configuration' } });
    expect(vendor.requests).toEqual([]);
  });
});
