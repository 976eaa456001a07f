/** Reads a proof that a handler signed: the app's next request presents it, and no session is needed in between. */
import { isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import type { Clock, OnceStore } from '@countersign/otp-core/spec';
import { importProofKey, type Jose, loadJose } from './load-jose.ts';
import { addUnlessAudience, CLOCK_TOLERANCE_SECONDS, PROOF_TYPE, readProofClaims } from './proof-claims.ts';
import { type KnownProofKey, type ProofKey, readProofKeys } from './proof-key.ts';
import { spendProof } from './spend-proof.ts';

/** What a proof must be for to be taken. */
export interface VerifyProofOptions {
  /** Of the option `proof`, or its public JWK. In a list any of them may have signed. */
  readonly key: ProofKey | readonly ProofKey[];
  /** Of the option `proof`. */
  readonly audience: string;
  /** What the code was for, `default` where the client named nothing: a proof for one purpose is none for another. */
  readonly purpose: string;
  /** Whose customer the number was proven for. @defaultValue 'default', the engine's default tenant; never any */
  readonly tenant?: string | undefined;
  /** Lets each proof be used once, over all processes that share the store. @defaultValue none: good until it expires */
  readonly once?: OnceStore | undefined;
  /** Tests only: the handler's clock. Its time reaches the store. @defaultValue the system's, and the store's own */
  readonly clock?: Clock | undefined;
}

/** Why a proof was not taken. What a client sent is at fault, never the server. */
export type ProofRefusal =
  /** No proof at all: no JWT, or one that was signed for something else. */
  | 'malformed'
  /** Signed in a way that none of the keys is for. */
  | 'wrong-algorithm'
  /** Signed by none of the keys, or changed since. */
  | 'wrong-signature'
  | 'wrong-audience'
  | 'wrong-purpose'
  | 'wrong-tenant'
  | 'expired'
  /** Over a minute ahead of this clock. */
  | 'not-yet-valid'
  /** Taken before. */
  | 'used';

/** What a proof proves, or why it proves nothing. */
export type VerifyProofResult =
  | {
      readonly ok: true;
      /** E.164. */
      readonly phoneNumber: string;
      readonly purpose: string;
      readonly tenant: string;
      /** When the code was verified, to the second. */
      readonly verifiedAt: Date;
      /** Names this proof: log it instead of the proof or the number. */
      readonly id: string;
    }
  | { readonly ok: false; readonly reason: ProofRefusal };

const SUBJECT = 'verifyProof';
const OPTIONS = ['key', 'audience', 'purpose', 'tenant', 'once', 'clock'];
const SCOPE_NAME = /^[\x21-\x7e]{1,64}$/;
const LONGEST_PROOF = 4_096;

/**
 * Whether a token is a proof of a number, for this audience, purpose and tenant, now, and for the first time where `once`
 * is given. Refused for anything else, a proof is not used up.
 *
 * @param token what the client sent, of any type
 * @throws OtpConfigurationError naming everything that is wrong with the options
 * @throws OtpStoreError where `once` cannot answer: nothing is proven then
 * @example
 * const form = await request.formData();
 * const audience = 'https://app.example/sign-up';
 * const proven = await verifyProof(form.get('proof'), { key: process.env.PROOF_KEY ?? '', audience, purpose: 'sign-up', once });
 * if (!proven.ok) return new Response(proven.reason, { status: 401 });
 * await createAccount(proven.phoneNumber);
 */
export async function verifyProof(token: unknown, options: VerifyProofOptions): Promise<VerifyProofResult> {
  const keys = checkOptions(options);
  const { audience, purpose, tenant = 'default', once, clock } = options;
  if (typeof token !== 'string' || token.length > LONGEST_PROOF) return refused('malformed');
  const nowMs = clock?.now() ?? Date.now();
  const signed = await readSigned(token, keys, { audience, now: new Date(nowMs) });
  if (typeof signed === 'string') return refused(signed);
  const claims = readProofClaims(signed);
  if (claims === null) return refused('malformed');
  if (claims.iat * 1000 > nowMs + CLOCK_TOLERANCE_SECONDS * 1000) return refused('not-yet-valid');
  if (claims.purpose !== purpose) return refused('wrong-purpose');
  if (claims.tenant !== tenant) return refused('wrong-tenant');
  if (once !== undefined) {
    const ttlMs = claims.exp * 1000 - nowMs + CLOCK_TOLERANCE_SECONDS * 1000;
    const isFirst = await spendProof({ once, id: claims.jti, ttlMs, nowMs: clock === undefined ? null : nowMs });
    if (!isFirst) return refused('used');
  }
  const verifiedAt = new Date(claims.iat * 1000);
  return { ok: true, phoneNumber: claims.sub, purpose, tenant, verifiedAt, id: claims.jti };
}

function refused(reason: ProofRefusal): VerifyProofResult {
  return { ok: false, reason };
}

type Payload = Readonly<Record<string, unknown>>;

interface Expectation {
  readonly audience: string;
  readonly now: Date;
}

/** What was signed by one of the keys, for this audience and this time; else why not. */
async function readSigned(
  token: string,
  keys: readonly KnownProofKey[],
  expectation: Expectation,
): Promise<Payload | ProofRefusal> {
  const holder = { subject: SUBJECT, option: 'key' };
  const jose = await loadJose(holder);
  let refusal: ProofRefusal = 'wrong-algorithm';
  for (const key of keys) {
    const verifyingKey = await importProofKey(jose, holder, key, 'public');
    try {
      const { payload } = await jose.jwtVerify(token, verifyingKey, {
        // The key decides what is taken: a public key is never read as the secret of an HMAC.
        algorithms: [key.algorithm],
        typ: PROOF_TYPE,
        audience: expectation.audience,
        currentDate: expectation.now,
        requiredClaims: ['exp', 'iat'],
      });
      return payload;
    } catch (error) {
      const reason = reasonOf(jose, error);
      if (reason === 'wrong-signature') refusal = reason;
      else if (reason !== 'wrong-algorithm') return reason;
    }
  }
  return refusal;
}

function reasonOf({ errors }: Jose, error: unknown): ProofRefusal {
  if (error instanceof errors.JOSEAlgNotAllowed) return 'wrong-algorithm';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'wrong-signature';
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'wrong-audience';
    if (error.claim === 'nbf') return 'not-yet-valid';
  }
  if (error instanceof errors.JOSEError) return 'malformed';
  throw error;
}

/** The keys, in their order. */
function checkOptions(options: unknown): readonly KnownProofKey[] {
  const problems = new OptionProblems(SUBJECT);
  const given = isOptions(options) ? options : {};
  if (given !== options) problems.add('options', 'must be an object with key, audience and purpose');
  problems.addUnknown('', given, OPTIONS);
  const { key, audience, purpose, tenant = 'default', once, clock } = given;
  const keys = readProofKeys(problems, 'key', key, 'verify');
  addUnlessAudience(problems, 'audience', audience);
  addUnlessScopeName(problems, 'purpose', purpose);
  addUnlessScopeName(problems, 'tenant', tenant);
  if (once !== undefined && (!isOptions(once) || typeof once.claim !== 'function')) {
    problems.add('once', 'must be a OnceStore, such as createRedisOnceStore makes');
  }
  if (clock !== undefined && (!isOptions(clock) || typeof clock.now !== 'function')) {
    problems.add('clock', 'must be an object with a function now');
  }
  problems.throwIfAny();
  return keys;
}

function addUnlessScopeName(problems: OptionProblems, option: string, value: unknown): void {
  if (typeof value === 'string' && SCOPE_NAME.test(value)) return;
  problems.add(option, 'must be a name of 1 to 64 visible ASCII characters');
}
