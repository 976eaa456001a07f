/** Certificates as SNS shows them, in PEM. */
import { type CertificateOptions, createCertificate } from '@countersign/test-servers/certificate';
import { NOW_MS, SIGNING_PAIR } from './signed-notices.ts';

const DAY_MS = 86_400_000;

export async function createSnsCertificate(options: CertificateOptions = {}): Promise<string> {
  const around = { pair: SIGNING_PAIR, validFromMs: NOW_MS - DAY_MS, validToMs: NOW_MS + DAY_MS };
  const { cert } = await createCertificate('sns.amazonaws.com', { ...around, ...options });
  return cert;
}
