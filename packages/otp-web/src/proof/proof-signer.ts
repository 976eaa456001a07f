/** Signs proofs: the option `proof` of the handlers. */
import type { VerifyResult } from '@countersign/otp-core';
import { isOptions, type OptionProblems } from '@countersign/otp-core/adapter';
import { importProofKey, loadJose } from './load-jose.ts';
import { addUnlessAudience, isAudience, LONGEST_TTL_SECONDS, PROOF_TYPE, type ProofClaims } from './proof-claims.ts';
import { type KnownProofKey, type ProofKey, readProofKeys } from './proof-key.ts';

/** Has the answer of a check carry a signed proof of the number, for the app's next request. */
export interface ProofOptions {
  /**
   * Signs. A secret of its own, not the engine's: a string of at least 32 bytes (HS256), or a private JWK (ES256 or EdDSA),
   * whose public half verifies elsewhere. In a list the first signs; the same list lets `verifyProof` take the others' too.
   */
  readonly key: ProofKey | readonly ProofKey[];
  /** Who is to take the proof, for example `https://app.example/sign-up`: 1 to 256 characters. `verifyProof` asks for the same. */
  readonly audience: string;
  /** How long a proof is good for, 1 to 86,400 seconds. @defaultValue 300 */
  readonly ttlSeconds?: number;
}

type VerifiedNumber = Extract<VerifyResult, { readonly ok: true }>;

/** A compact JWT for a number that was proven. */
export type SignProof = (verified: VerifiedNumber) => Promise<string>;

export interface ProofSigner {
  /**
   * Loads the key, once. Asked before a code is spent, so that a key that is none costs nobody a code.
   *
   * @throws OtpConfigurationError for a key that cannot sign
   */
  prepare(): Promise<SignProof>;
}

interface ResolvedProofOptions {
  readonly key: KnownProofKey;
  readonly audience: string;
  readonly ttlSeconds: number;
}

const DEFAULT_TTL_SECONDS = 300;

/** Adds what is wrong with the option; `null` then. */
export function resolveProofSigner(problems: OptionProblems, subject: string, options: unknown): ProofSigner | null {
  if (!isOptions(options)) {
    problems.add('proof', 'must be an object with key and audience');
    return null;
  }
  problems.addUnknown('proof', options, ['key', 'audience', 'ttlSeconds']);
  const [key] = readProofKeys(problems, 'proof.key', options.key, 'sign');
  const { audience, ttlSeconds = DEFAULT_TTL_SECONDS } = options;
  addUnlessAudience(problems, 'proof.audience', audience);
  problems.addUnlessInteger('proof.ttlSeconds', ttlSeconds, 1, LONGEST_TTL_SECONDS);
  if (key === undefined || !isAudience(audience) || typeof ttlSeconds !== 'number') return null;
  return createProofSigner(subject, { key, audience, ttlSeconds });
}

function createProofSigner(subject: string, { key, audience, ttlSeconds }: ResolvedProofOptions): ProofSigner {
  async function load(): Promise<SignProof> {
    const holder = { subject, option: 'proof.key' };
    const jose = await loadJose(holder);
    const signingKey = await importProofKey(jose, holder, key, 'private');
    const keyId = key.algorithm === 'HS256' ? undefined : key.keyId;
    const header = { alg: key.algorithm, typ: PROOF_TYPE, ...(keyId === undefined ? {} : { kid: keyId }) };
    return ({ phoneNumber, purpose, tenant, verifiedAt }) => {
      const iat = Math.floor(verifiedAt.getTime() / 1000);
      const [sub, exp, jti] = [phoneNumber, iat + ttlSeconds, crypto.randomUUID()];
      const claims: ProofClaims = { sub, aud: audience, purpose, tenant, iat, exp, jti };
      return new jose.SignJWT({ ...claims }).setProtectedHeader(header).sign(signingKey);
    };
  }

  let loading: Promise<SignProof> | undefined;
  return {
    prepare() {
      loading ??= load();
      return loading;
    },
  };
}
