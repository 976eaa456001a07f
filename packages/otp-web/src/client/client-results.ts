import type { ProblemCode } from '../problems/problem.ts';

/** What the calls of the client come to. The reasons are the codes of the server's problems, and two of the browser's own. */

/** A code is on its way. */
export interface SentCode {
  readonly ok: true;
  /** Opaque; `check`, `resend` and `cancel` want it. Safe to keep in `sessionStorage`. */
  readonly challenge: string;
  /** By this browser's clock, however wrong it goes. */
  readonly expiresAt: Date;
  /** From when on `resend` may be called, by this browser's clock. */
  readonly resendAt: Date;
  /** How many digits the code has. */
  readonly codeLength: number;
  /** The number with its middle hidden. */
  readonly maskedTo: string;
}

/** The code was right. */
export interface Verified {
  readonly ok: true;
  readonly phoneNumber: string;
  readonly purpose: string;
  /** A signed proof for your next request, where the server makes one. */
  readonly proof?: string;
}

/**
 * Why a call failed: a `code` of the server's problems, `unreachable` (no answer came) or `unexpected-answer` (somebody
 * else answered, a proxy for example). A call that you aborted is `client-closed-request`.
 */
export type OtpFailureReason = ProblemCode | 'unreachable' | 'unexpected-answer';

type WaitReason = 'cooldown' | 'quota-exceeded' | 'rate-limited' | 'provider-unavailable' | 'service-unavailable';
type PlainReason = Exclude<OtpFailureReason, WaitReason | 'mismatch' | 'locked' | 'malformed'>;

/** A failure: `reason` says what to do next, `client.explain(failure)` says it in words. */
export type OtpFailure =
  | { readonly ok: false; readonly reason: 'mismatch'; readonly attemptsLeft: number }
  /** By this browser's clock; earlier is no use. */
  | { readonly ok: false; readonly reason: WaitReason; readonly retryAt: Date }
  /** `null`: the lock does not end by itself. */
  | { readonly ok: false; readonly reason: 'locked'; readonly retryAt: Date | null }
  /** The field to correct, where it is a single one. */
  | { readonly ok: false; readonly reason: 'malformed'; readonly field: string | null }
  | { readonly ok: false; readonly reason: PlainReason };

/** What `request` and `resend` come to. */
export type SentResult = SentCode | OtpFailure;

/** What `check` comes to. */
export type VerifiedResult = Verified | OtpFailure;

/** ISO 3166-1 alpha-2 codes of the countries that codes are sent to; `null`: all. */
export type CountriesResult = { readonly ok: true; readonly countries: readonly string[] | null } | OtpFailure;

/** What every call takes. */
export interface ClientCallInput {
  /** Ends the call: its result is `client-closed-request`. */
  readonly signal?: AbortSignal;
}
