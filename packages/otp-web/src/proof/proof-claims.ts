import type { OptionProblems } from '@countersign/otp-core/adapter';

/** What a proof says, on the wire: a JWT (RFC 7519) of a type of its own, so that no other token of the same key is one (RFC 8725, section 3.11). */
export const PROOF_TYPE = 'countersign-proof+jwt';

/** The longest that a proof may live. */
export const LONGEST_TTL_SECONDS = 86_400;

/** How far the clocks of those who sign and verify may be apart. */
export const CLOCK_TOLERANCE_SECONDS = 60;

/** The claims, all of them required. Times are seconds since 1970. */
export interface ProofClaims {
  /** The number that was proven, E.164. */
  readonly sub: string;
  readonly aud: string;
  readonly purpose: string;
  readonly tenant: string;
  /** When the number was proven. */
  readonly iat: number;
  readonly exp: number;
  /** Names this proof, for its one use. */
  readonly jti: string;
}

const ID = /^[\w-]{16,64}$/;

/** What was signed under another version of this list, or by somebody else, is no proof: `null`. */
export function readProofClaims(payload: Readonly<Record<string, unknown>>): Omit<ProofClaims, 'aud'> | null {
  const { sub, purpose, tenant, iat, exp, jti } = payload;
  if (!isText(sub) || !isText(purpose) || !isText(tenant) || !isText(jti) || !ID.test(jti)) return null;
  if (!isTime(iat) || !isTime(exp) || exp - iat > LONGEST_TTL_SECONDS) return null;
  return { sub, purpose, tenant, iat, exp, jti };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

const LONGEST_AUDIENCE = 256;

export function isAudience(value: unknown): value is string {
  return isText(value) && value.length <= LONGEST_AUDIENCE;
}

export function addUnlessAudience(problems: OptionProblems, option: string, value: unknown): void {
  if (isAudience(value)) return;
  problems.add(option, `must be a string of 1 to ${LONGEST_AUDIENCE} characters that names who takes the proof`);
}
