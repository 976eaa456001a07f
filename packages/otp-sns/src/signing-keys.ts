/** Fetches the certificates with which SNS signs, and keeps their keys: one serves a region for about a year. */
import { type KeyObject, X509Certificate } from 'node:crypto';
import { createCallEnd } from './call-end.ts';

/** As much of `fetch` as is used: one GET, without redirects, until the signal says stop. */
export type SnsCertificateFetch = (
  url: string,
  options: { readonly redirect: 'error'; readonly signal: AbortSignal },
) => Promise<Response>;

/** The key of a certificate that is valid now; `null` where there is none to be had. Never rejects. */
export type SigningKeys = (certificateUrl: string) => Promise<KeyObject | null>;

interface SigningKey {
  readonly key: KeyObject;
  readonly validFromMs: number;
  readonly validToMs: number;
}

const FETCH_MS = 5_000;
/** A certificate has about two kilobytes. */
const MAX_CERTIFICATE_BYTES = 16_384;
const MAX_KEPT = 16;
/** Whoever invents names of certificates can have so many asked for at a time, and no more. */
const MAX_FETCHES = 4;
const MIN_KEY_BITS = 2048;

export function createSigningKeys(fetchCertificate: SnsCertificateFetch, now: () => number): SigningKeys {
  const kept = new Map<string, SigningKey>();
  const fetching = new Map<string, Promise<SigningKey | null>>();

  function find(url: string): Promise<SigningKey | null> {
    const found = kept.get(url);
    if (found !== undefined && isValid(found, now())) return Promise.resolve(found);
    const underWay = fetching.get(url);
    if (underWay !== undefined) return underWay;
    if (fetching.size >= MAX_FETCHES) return Promise.resolve(null);
    const fetched = fetchSigningKey(url, fetchCertificate).then((key) => {
      fetching.delete(url);
      if (key !== null && isValid(key, now())) keep(url, key);
      return key;
    });
    fetching.set(url, fetched);
    return fetched;
  }

  function keep(url: string, key: SigningKey): void {
    const [oldest] = kept.keys();
    if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(url, key);
  }

  return async (url) => {
    const found = await find(url);
    return found !== null && isValid(found, now()) ? found.key : null;
  };
}

function isValid({ validFromMs, validToMs }: SigningKey, nowMs: number): boolean {
  return validFromMs <= nowMs && nowMs <= validToMs;
}

/** Twice, as SNS does not post again what was refused with a 4xx. */
async function fetchSigningKey(url: string, fetchCertificate: SnsCertificateFetch): Promise<SigningKey | null> {
  const end = createCallEnd(FETCH_MS, null);
  try {
    const pem =
      (await end.race(fetchPem(url, fetchCertificate, end.signal))) ??
      (await end.race(fetchPem(url, fetchCertificate, end.signal)));
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
  try {
    const response = await fetchCertificate(url, { redirect: 'error', signal });
    if (response.status !== 200 || response.redirected || response.body === null) {
      await response.body?.cancel();
      return null;
    }
    return await readText(response.body);
  } catch {
    return null;
  }
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

function readCertificate(pem: string): SigningKey | null {
  const { publicKey, validFrom, validTo } = new X509Certificate(pem);
  const isStrong =
    publicKey.asymmetricKeyType === 'rsa' && (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_KEY_BITS;
  return isStrong ? { key: publicKey, validFromMs: Date.parse(validFrom), validToMs: Date.parse(validTo) } : null;
}
