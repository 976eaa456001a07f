/** Certificates made on the spot, so that no private key lies in the sources and none expires there. */
import 'reflect-metadata';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { onTestFinished } from 'vitest';

/** In PEM, as Node's TLS servers take them. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface CertificateOptions {
  /** @defaultValue a new one on the curve P-256 */
  readonly pair?: KeyPair;
  /** @defaultValue a day ago */
  readonly validFromMs?: number;
  /** @defaultValue in a day */
  readonly validToMs?: number;
}

const DAY_MS = 86_400_000;

/** Signed by itself: nobody trusts it unless told to. */
export async function createCertificate(host: string, options: CertificateOptions = {}): Promise<Certificate> {
  const { pair = generateKeyPairSync('ec', { namedCurve: 'P-256' }) } = options;
  const { validFromMs = Date.now() - DAY_MS, validToMs = Date.now() + DAY_MS } = options;
  const algorithm =
    pair.publicKey.asymmetricKeyType === 'rsa'
      ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
      : { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [host] }],
    notBefore: new Date(validFromMs),
    notAfter: new Date(validToMs),
    signingAlgorithm: algorithm,
    // A name may stand in the subject alone, an address may not (RFC 9525, 6.3 and 6.5).
    extensions: isIP(host) === 0 ? [] : [new SubjectAlternativeNameExtension([{ type: 'ip', value: host }])],
    keys: {
      privateKey: pair.privateKey.toCryptoKey(algorithm, true, ['sign']),
      publicKey: pair.publicKey.toCryptoKey(algorithm, true, ['verify']),
    },
  });
  return {
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `${certificate.toString('pem')}\n`,
  };
}

/** Makes this process trust the certificate until the test has finished. */
export function trustUntilTestEnds({ cert }: Certificate): void {
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, cert]);
  onTestFinished(() => setDefaultCACertificates(trusted));
}
