import { bytesOf, type HmacKey, importHmacKey } from '../keys/keyed-hash.ts';
import { bytesOfHex } from './hex.ts';
import type { Proof } from './proof.ts';

/** HMAC-SHA-256 of the body in hexadecimal. There is no time in it: what was captured once stays genuine. */
export function createAuthgearProof(secrets: readonly string[]): Proof {
  let imported: Promise<readonly HmacKey[]> | undefined;
  return {
    async isGenuine(headers, bytes) {
      const signature = bytesOfHex(headers.get('x-authgear-body-signature') ?? '');
      if (signature === null) return false;
      imported ??= Promise.all(secrets.map((secret) => importHmacKey(bytesOf(secret))));
      const keys = await imported;
      const verdicts = await Promise.all(keys.map((key) => crypto.subtle.verify('HMAC', key, signature, bytes)));
      return verdicts.includes(true);
    },
  };
}
