/** What proofs are signed and verified with, and what is wrong with a key. Which algorithm a token may have is the key's to say, never the token's. */
import { isOptions, joinPath, MOST_SECRETS, type OptionProblems } from '@countersign/otp-core/adapter';

/**
 * A string of at least 32 bytes (HS256: whoever verifies can sign as well), or a JWK (RFC 7517): P-256 for ES256, Ed25519
 * for EdDSA. The private half signs; the public half is enough to verify.
 */
export type ProofKey = string | ProofJwk;

/** A JSON Web Key of one of two kinds: `kty: 'EC'` with `crv: 'P-256'`, or `kty: 'OKP'` with `crv: 'Ed25519'`. */
export interface ProofJwk {
  readonly kty?: string;
  readonly crv?: string;
  /** 32 bytes in base64url, as `y` and `d`. */
  readonly x?: string;
  /** P-256 only. */
  readonly y?: string;
  /** The private half. */
  readonly d?: string;
  /** Names the key in the header of each proof, for those who look keys up by it. */
  readonly kid?: string;
  readonly alg?: string;
  readonly use?: string;
  readonly key_ops?: string[];
  readonly ext?: boolean;
}

/** `sign`: the first key signs. `verify`: any of them may have signed. */
export type ProofKeyUse = 'sign' | 'verify';

export type KnownProofKey =
  | { readonly algorithm: 'HS256'; readonly secret: Uint8Array }
  | {
      readonly algorithm: 'ES256' | 'EdDSA';
      /** The public half, and nothing that would restrict it. */
      readonly jwk: PublicProofJwk;
      /** The private half. */
      readonly d: string | undefined;
      readonly keyId: string | undefined;
    };

export interface PublicProofJwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y?: string;
}

const LEAST_BYTES = 32;
const LONGEST_KEY_ID = 128;
/** 32 bytes in base64url. */
const COORDINATE = /^[\w-]{43}$/;

const CURVES = {
  'P-256': { kty: 'EC', algorithm: 'ES256', names: ['ES256'], coordinates: ['x', 'y'] },
  // RFC 9864 calls it Ed25519, RFC 8037 EdDSA: the same signatures.
  Ed25519: { kty: 'OKP', algorithm: 'EdDSA', names: ['EdDSA', 'Ed25519'], coordinates: ['x'] },
} as const;

/** Adds what is wrong with an option; gives the keys in their order. Never repeats a value. */
export function readProofKeys(
  problems: OptionProblems,
  option: string,
  value: unknown,
  use: ProofKeyUse,
): readonly KnownProofKey[] {
  const keys: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (keys.length === 0) problems.add(option, 'must hold at least one key');
  if (keys.length > MOST_SECRETS) {
    problems.add(option, `must hold at most ${MOST_SECRETS} keys. Proofs are short-lived, so drop old keys`);
    return [];
  }
  return keys.flatMap((key, index) => {
    const read = readProofKey(key, use === 'sign' && index === 0);
    if (typeof read !== 'string') return [read];
    problems.add(Array.isArray(value) ? joinPath(option, `${index}`) : option, read);
    return [];
  });
}

/** A key, or what it must be. */
function readProofKey(key: unknown, mustSign: boolean): KnownProofKey | string {
  if (isOptions(key)) return readJwk(key, mustSign);
  if (typeof key !== 'string') return `must be a string of at least ${LEAST_BYTES} bytes, or a JWK`;
  const secret = new TextEncoder().encode(key);
  if (secret.byteLength >= LEAST_BYTES) return { algorithm: 'HS256', secret };
  return `must be a string of at least ${LEAST_BYTES} bytes; make one with: openssl rand -base64 32`;
}

function readJwk(jwk: Record<string, unknown>, mustSign: boolean): KnownProofKey | string {
  const { kty, crv, x, y, d, kid, alg, use } = jwk;
  const curve = crv === 'P-256' || crv === 'Ed25519' ? CURVES[crv] : undefined;
  if (curve === undefined || kty !== curve.kty) {
    return "must be a JWK with kty 'EC' and crv 'P-256', or with kty 'OKP' and crv 'Ed25519'";
  }
  if (alg !== undefined && !curve.names.some((name) => name === alg))
    return `must have alg '${curve.algorithm}' or none`;
  if (use !== undefined && use !== 'sig') return "must have use 'sig' or none";
  if (!curve.coordinates.every((name) => isCoordinate(jwk[name]))) {
    return `must have ${curve.coordinates.join(' and ')}: 32 bytes each, in base64url`;
  }
  if (d === undefined && mustSign) return 'must be private, with d: the first key signs';
  if (d !== undefined && !isCoordinate(d)) return 'must have a d of 32 bytes, in base64url, or none';
  if (kid !== undefined && (typeof kid !== 'string' || kid === '' || kid.length > LONGEST_KEY_ID)) {
    return `must have a kid of 1 to ${LONGEST_KEY_ID} characters, or none`;
  }
  return {
    algorithm: curve.algorithm,
    jwk: { kty: curve.kty, crv: `${crv}`, x: `${x}`, ...(curve.kty === 'EC' ? { y: `${y}` } : {}) },
    d: isCoordinate(d) ? d : undefined,
    keyId: kid,
  };
}

function isCoordinate(value: unknown): value is string {
  return typeof value === 'string' && COORDINATE.test(value);
}
