/** Writes an X.509 certificate (RFC 5280) that is signed by itself: Node reads certificates, but has nothing to write them. */
import { type KeyObject, randomBytes, sign } from 'node:crypto';

export interface CertificateParts {
  /** RSA. */
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly commonName: string;
}

const DAY_MS = 86_400_000;
const TEN_YEARS_MS = 3_652 * DAY_MS;
const SHA256_WITH_RSA = Buffer.from('300d06092a864886f70d01010b0500', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const VERSION_3 = Buffer.from('a003020102', 'hex');

/** In PEM, valid from yesterday for ten years. */
export function createCertificate({ publicKey, privateKey, commonName }: CertificateParts): string {
  const name = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, Buffer.from(commonName)))));
  const nowMs = Date.now();
  const content = der(
    0x30,
    VERSION_3,
    // Positive, and different each time: a certificate is known by its number.
    der(0x02, Buffer.from([1]), randomBytes(15)),
    SHA256_WITH_RSA,
    name,
    der(0x30, time(nowMs - DAY_MS), time(nowMs + TEN_YEARS_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey));
  const base64 = der(0x30, content, SHA256_WITH_RSA, signature).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** Tag, length, content. */
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
