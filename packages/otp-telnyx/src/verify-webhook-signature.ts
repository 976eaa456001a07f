import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { OptionProblems } from '@countersign/otp-core/adapter';
import { readFields } from './check-input.ts';

/** Judges the signature of a webhook, and then its age. */
export type SignatureVerifier = (
  headers: unknown,
  body: Uint8Array,
  nowMs: number,
) => 'valid' | 'unauthenticated' | 'stale';

/** Both ways: a clock may be slow or fast. The SDK allows as much. */
const TOLERANCE_SECONDS = 300;

/** 32 bytes, the last two bits of the last letter unused. */
const PUBLIC_KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
/** 64 bytes. */
const SIGNATURE = /^[A-Za-z0-9+/]{85}[AQgw]==$/;

/** What is returned beside a problem is never used. */
export function createSignatureVerifier(publicKey: unknown, problems: OptionProblems): SignatureVerifier {
  const key = readPublicKey(publicKey);
  if (key === null) problems.add('publicKey', 'must be base64 of 32 bytes, as the portal shows it');
  return (headers, body, nowMs) => {
    const { 'telnyx-signature-ed25519': signature, 'telnyx-timestamp': timestamp } = readFields(headers, [
      'telnyx-signature-ed25519',
      'telnyx-timestamp',
    ]);
    if (key === null || typeof signature !== 'string' || !SIGNATURE.test(signature)) return 'unauthenticated';
    if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return 'unauthenticated';
    const signed = Buffer.concat([Buffer.from(`${timestamp}|`), body]);
    // Nothing secret is compared: whoever has the public key can compute all of this.
    if (!verify(null, signed, key, Buffer.from(signature, 'base64'))) return 'unauthenticated';
    const ageSeconds = Math.floor(nowMs / 1000) - Number(timestamp);
    return Math.abs(ageSeconds) <= TOLERANCE_SECONDS ? 'valid' : 'stale';
  };
}

function readPublicKey(publicKey: unknown): KeyObject | null {
  if (typeof publicKey !== 'string' || !PUBLIC_KEY.test(publicKey)) return null;
  const x = Buffer.from(publicKey, 'base64').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
