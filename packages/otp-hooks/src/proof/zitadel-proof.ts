import { bytesOf, type HmacKey, importHmacKey } from '../keys/keyed-hash.ts';
import { bytesOfHex } from './hex.ts';
import { type Proof, TOLERANCE_MS } from './proof.ts';

/** Of hostile headers: more keys than a rotation ever has. */
const MOST_SIGNATURES = 8;

/**
 * `ZITADEL-Signature: t=<seconds>,v1=<hex>,…`: HMAC-SHA-256 over the seconds, a dot and the body, one signature for each
 * key in use.
 */
export function createZitadelProof(secrets: readonly string[]): Proof {
  let imported: Promise<readonly HmacKey[]> | undefined;
  return {
    async isGenuine(headers, bytes) {
      const signed = readHeader(headers.get('zitadel-signature') ?? '');
      if (signed === null || Math.abs(Date.now() - signed.seconds * 1000) > TOLERANCE_MS) return false;
      imported ??= Promise.all(secrets.map((secret) => importHmacKey(bytesOf(secret))));
      const payload = joined(bytesOf(`${signed.seconds}.`), bytes);
      const verdicts = (await imported).flatMap((key) =>
        signed.signatures.map((signature) => crypto.subtle.verify('HMAC', key, signature, payload)),
      );
      return (await Promise.all(verdicts)).includes(true);
    },
  };
}

interface Signed {
  readonly seconds: number;
  readonly signatures: readonly Uint8Array<ArrayBuffer>[];
}

function readHeader(header: string): Signed | null {
  const parts = header.split(',');
  const times = parts.filter((part) => part.startsWith('t=')).map((part) => part.slice(2));
  const [time = ''] = times;
  if (times.length !== 1 || !/^\d{1,12}$/.test(time)) return null;
  const signatures = parts
    .filter((part) => part.startsWith('v1='))
    .slice(0, MOST_SIGNATURES)
    .flatMap((part) => bytesOfHex(part.slice(3)) ?? []);
  return signatures.length === 0 ? null : { seconds: Number(time), signatures };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
