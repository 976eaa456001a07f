/** Makes X.509 certificates (RFC 5280): Node reads them, but has nothing to write them. */
import { sign } from 'node:crypto';
import { NOW_MS, SIGNING_PAIR, type SigningPair } from './signed-notices.ts';

export interface CertificateSettings {
  readonly pair?: SigningPair;
  readonly validFromMs?: number;
  readonly validToMs?: number;
}

const DAY_MS = 86_400_000;

/** A certificate in PEM, signed by itself. */
export function createCertificate({
  pair = SIGNING_PAIR,
  validFromMs = NOW_MS - DAY_MS,
  validToMs = NOW_MS + DAY_MS,
}: CertificateSettings = {}): string {
  // sha256WithRSAEncryption, and ecdsa-with-SHA256.
  const isRsa = pair.publicKey.asymmetricKeyType === 'rsa';
  const algorithm = Buffer.from(isRsa ? '300d06092a864886f70d01010b0500' : '300a06082a8648ce3d040302', 'hex');
  // CN=sns.amazonaws.com
  const commonName = der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('sns.amazonaws.com')));
  const name = der(0x30, der(0x31, commonName));
  const unsigned = der(
    0x30,
    der(0xa0, Buffer.from('020102', 'hex')),
    Buffer.from('020101', 'hex'),
    algorithm,
    name,
    der(0x30, time(validFromMs), time(validToMs)),
    name,
    pair.publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', unsigned, pair.privateKey));
  const lines =
    der(0x30, unsigned, algorithm, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

/** GeneralizedTime, to the second. */
function time(timeMs: number): Buffer {
  return der(0x18, Buffer.from(`${new Date(timeMs).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
}
