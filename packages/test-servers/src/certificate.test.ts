import { X509Certificate } from 'node:crypto';
import { get } from 'node:https';
import { describe, expect, it } from 'vitest';
import { createCertificate, trustUntilTestEnds } from './certificate.ts';
import { startVendor } from './vendor-server.ts';

function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, (response) => resolve(response.resume().statusCode)).on('error', reject);
  });
}

describe('createCertificate', () => {
  it('names its host and its time', async () => {
    const validToMs = Date.UTC(2031, 4, 6);
    const { cert } = await createCertificate('vendor.example', { validToMs });
    const read = new X509Certificate(cert);
    expect([read.subject, read.validToDate.getTime()]).toEqual(['CN=vendor.example', validToMs]);
  });

  it('serves TLS to who trusts it, and to nobody else', async () => {
    const certificate = await createCertificate('localhost');
    const vendor = await startVendor((_request, response) => response.end(), { certificate });
    await expect(statusOf(vendor.url)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    trustUntilTestEnds(certificate);
    expect(await statusOf(vendor.url)).toBe(200);
  });

  it('serves it for its own host alone', async () => {
    const certificate = await createCertificate('vendor.example');
    trustUntilTestEnds(certificate);
    const vendor = await startVendor((_request, response) => response.end(), { certificate });
    await expect(statusOf(vendor.url)).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });
});
