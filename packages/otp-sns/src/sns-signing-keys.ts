/**
 * Fetches the certificates with which SNS signs, and keeps their keys: one serves a region for about a year.
 *
 * Anybody can post a notice that names a certificate. So the names that a verified notice has used have a fetch of their
 * own, which no invented name can take. What remains: before the first verified notice of a process, and when SNS
 * changes its certificate, a genuine name is as unknown as an invented one. It is `unavailable` while the fetches are
 * taken, and SNS posts the notice again.
 */
import { type KeyObject, X509Certificate } from 'node:crypto';
import { createCallEnd } from '@countersign/otp-provider-utils';

/** As much of `fetch` as is used: one GET, without redirects, until the signal says stop. */
export type SnsCertificateFetch = (
  url: string,
  options: { readonly redirect: 'error'; readonly signal: AbortSignal },
) => Promise<Response>;

export interface SigningKeys {
  /** The key of a certificate that is valid now; `null` where there is none to be had. Never rejects. */
  (certificateUrl: string): Promise<KeyObject | null>;
  /** A notice that names this certificate was signed with its key. */
  confirm(certificateUrl: string): void;
}

const FETCH_MS = 5_000;
/** A certificate has about two kilobytes. */
const MAX_CERTIFICATE_BYTES = 16_384;
const MAX_KEPT = 16;
/** Whoever invents names of certificates can have so many asked for at a time, and no more. */
const MAX_FETCHES = 4;
/** Kept free beyond those, for names that a verified notice has used. */
const KEPT_FETCHES = 1;
const MIN_KEY_BITS = 2048;

export function createSigningKeys(fetchCertificate: SnsCertificateFetch, now: () => number): SigningKeys {
  const kept = new Map<string, X509Certificate>();
  const fetching = new Map<string, Promise<X509Certificate | null>>();
  /** The oldest first; nobody but SNS adds to it. */
  const confirmed = new Set<string>();

  function find(url: string): Promise<X509Certificate | null> {
    const found = kept.get(url);
    if (found !== undefined && isValid(found, now())) return Promise.resolve(found);
    const underWay = fetching.get(url);
    if (underWay !== undefined) return underWay;
    const most = MAX_FETCHES + (confirmed.has(url) ? KEPT_FETCHES : 0);
    if (fetching.size >= most) return Promise.resolve(null);
    const fetched = fetchOnce(url, fetchCertificate).then((certificate) => {
      fetching.delete(url);
      if (certificate !== null && isValid(certificate, now())) keep(url, certificate);
      return certificate;
    });
    fetching.set(url, fetched);
    return fetched;
  }

  function keep(url: string, certificate: X509Certificate): void {
    const names = [...kept.keys()];
    const oldest = names.find((name) => !confirmed.has(name)) ?? names[0];
    if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(url, certificate);
  }

  async function findKey(url: string): Promise<KeyObject | null> {
    const found = await find(url);
    return found !== null && isValid(found, now()) ? found.publicKey : null;
  }

  function confirm(url: string): void {
    const [oldest] = confirmed;
    if (confirmed.size >= MAX_KEPT && oldest !== undefined && !confirmed.has(url)) confirmed.delete(oldest);
    confirmed.add(url);
  }

  return Object.assign(findKey, { confirm });
}

function isValid({ validFrom, validTo }: X509Certificate, nowMs: number): boolean {
  return Date.parse(validFrom) <= nowMs && nowMs <= Date.parse(validTo);
}

/** Once: SNS posts again what was told to be unavailable, and each try for an invented name keeps others waiting. */
async function fetchOnce(url: string, fetchCertificate: SnsCertificateFetch): Promise<X509Certificate | null> {
  const end = createCallEnd(FETCH_MS, null);
  try {
    const pem = await end.race(fetchPem(url, fetchCertificate, end.signal));
    return pem === null ? null : readCertificate(pem);
  } catch {
    return null;
  } finally {
    end.dispose();
  }
}

async function fetchPem(
  url: string,
  fetchCertificate: SnsCertificateFetch,
  signal: AbortSignal,
): Promise<string | null> {
  const response = await fetchCertificate(url, { redirect: 'error', signal });
  if (response.status !== 200 || response.redirected || response.body === null) {
    await response.body?.cancel();
    return null;
  }
  return await readText(response.body);
}

async function readText(body: ReadableStream<Uint8Array>): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_CERTIFICATE_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('latin1');
}

function readCertificate(pem: string): X509Certificate | null {
  const certificate = new X509Certificate(pem);
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_KEY_BITS ? certificate : null;
}
