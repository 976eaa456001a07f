import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createOtpHandler, type ProofJwk, type ProofOptions, type VerifiedNumber } from '../index.ts';
import { post } from './http.ts';
import { createScriptedEngine, VERIFIED } from './scripted-engine.ts';

/** Proofs as a handler gives them, and as somebody else would forge them. */
export const SECRET = 'a-secret-for-proofs-alone-0123456789';
export const AUDIENCE = 'https://app.example/sign-up';
/** When the number of these proofs was proven. */
export const PROVEN_AT_MS = VERIFIED.verifiedAt.getTime();

export function clockAt(nowMs: number): { now(): number } {
  return { now: () => nowMs };
}

export async function createJwk(algorithm: 'ES256' | 'EdDSA'): Promise<ProofJwk> {
  return exportJWK((await generateKeyPair(algorithm, { extractable: true })).privateKey);
}

export function publicHalf({ d: _d, ...rest }: ProofJwk): ProofJwk {
  return rest;
}

/** The proof in the answer of a check. */
export async function proofOf(
  options: Partial<ProofOptions> = {},
  verified: Partial<VerifiedNumber> = {},
): Promise<string> {
  const handler = createOtpHandler({
    clientAddress: 'none',
    engine: createScriptedEngine({ verify: () => ({ ...VERIFIED, ...verified }) }),
    proof: { key: SECRET, audience: AUDIENCE, ...options },
  });
  const response = await handler(post('/verifications/check', { challenge: 'a', code: '493027' }));
  const { proof } = (await response.json()) as { proof?: unknown };
  if (typeof proof !== 'string') throw new Error(`expected a proof, got ${response.status}`);
  return proof;
}

export interface Forgery {
  readonly header?: Record<string, unknown>;
  /** `undefined` leaves a claim out. */
  readonly claims?: Record<string, unknown>;
  readonly secret?: string;
  /** Header members that are critical to the signer. */
  readonly extensions?: Record<string, boolean>;
}

/** What a token would be whose signer holds the secret and keeps to no rule. */
export async function forge({
  header = {},
  claims = {},
  secret = SECRET,
  extensions = {},
}: Forgery = {}): Promise<string> {
  const iat = PROVEN_AT_MS / 1000;
  const usual = { sub: VERIFIED.phoneNumber, aud: AUDIENCE, purpose: 'default', tenant: 'default' };
  const payload = { ...usual, iat, exp: iat + 300, jti: crypto.randomUUID(), ...claims };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256', typ: 'countersign-proof+jwt', ...header })
    .sign(new TextEncoder().encode(secret), { crit: extensions });
}

/** One part of a token. */
export function encodePart(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

export function decodePart(token: string, part: 0 | 1): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[part] ?? '', 'base64url').toString());
}
