import { generateKeyPairSync, sign } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { onTestFinished } from 'vitest';

/** A certificate that nobody trusts yet, made on the spot so that no private key lies in the sources. */
export function createSelfSignedCertificate(host: string): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex')); // ecdsa-with-SHA256
  const commonName = der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(host)));
  const name = der(0x30, der(0x31, commonName));
  const validity = der(0x30, time('20200101000000Z'), time('20990101000000Z'));
  const publicKeyInfo = publicKey.export({ type: 'spki', format: 'der' });
  const serial = Buffer.from('020101', 'hex');
  const certificate = der(0x30, serial, algorithm, name, validity, name, publicKeyInfo);
  const signature = der(0x03, Buffer.from([0]), sign('sha256', certificate, privateKey));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: toPem(der(0x30, certificate, algorithm, signature)),
  };
}

function time(value: string): Buffer {
  return der(0x18, Buffer.from(value));
}

/** One ASN.1 value: tag, length, contents. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const length =
    content.length < 128
      ? Buffer.from([content.length])
      : Buffer.from([0x82, content.length >> 8, content.length & 255]);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

function toPem(certificate: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`;
}

/** Makes this process trust the certificate until the test has finished. */
export function trustUntilTestEnds(cert: string): void {
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, cert]);
  onTestFinished(() => setDefaultCACertificates(trusted));
}
