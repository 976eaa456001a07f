import type { NumberBudget } from './number-budget.ts';

/**
 * Keeps what must outlive a process: counters and open challenges. Verbs of the domain, each atomic,
 * each one round trip on one key. It never sees a number or a code, only keyed hashes of them.
 *
 * Clocks are set, and servers take over from others. When the time is before that of an earlier call, no time has passed
 * for the number: what was counted counts as long as ever and no longer, and what was seen expired stays expired.
 *
 * Every method rejects with an `OtpStoreError` when the store cannot answer, and with nothing else.
 */
export interface CodeStore {
  readonly specificationVersion: 'v1';
  readonly storeId: string;
  /** Opens or repeats a challenge and counts the send. Every limit of a number is decided here, and only here. */
  issue(input: IssueInput, options?: StoreCallOptions): Promise<IssueOutcome>;
  /** Spends one of the challenge's own tries, then compares, then consumes. */
  redeem(input: RedeemInput, options?: StoreCallOptions): Promise<RedeemOutcome>;
  /** The provider approved a delegated guess. One winner, even when the tries are spent by then. */
  settle(input: SettleInput, options?: StoreCallOptions): Promise<SettleOutcome>;
  /** Takes a challenge, or one send of it, back. */
  discard(input: DiscardInput, options?: StoreCallOptions): Promise<void>;
  /** Forgets a number's sends, failures, cooldown and lock. Open challenges stay as they are. */
  unlock(input: UnlockInput, options?: StoreCallOptions): Promise<void>;
  /** Ends what the store itself opened. */
  close?(): Promise<void>;
}

/** Keyed hash of tenant and number. */
export type SubjectKey = string;
/** Keyed hash of a code, bound to subject and purpose. */
export type CodeDigest = string;

/** How long a call to a store or a limiter may take. */
export interface StoreCallOptions {
  /**
   * What is left of the caller's time, in milliseconds above 0. A store takes the smaller of this and its own, and rejects by
   * then. The caller waits `CALL_GRACE_MS` longer. There is no signal: what was asked of a store may be done already.
   * @defaultValue the store's own
   */
  readonly timeoutMs?: number;
}

/** What every call of a store names. */
export interface StoreCall {
  readonly subject: SubjectKey;
  /** `null`: the store's own clock decides. A number only in tests. */
  readonly nowMs: number | null;
}

/** Everything a store needs to decide about a send. */
export interface IssueInput extends StoreCall {
  readonly purpose: string;
  /** Names the request; becomes the name of the challenge when one is opened. */
  readonly challengeId: string;
  readonly intent: IssueIntent;
  /** What a repeat does with the code of the challenge: tells the same one again, or replaces it by this call's. Tries and expiry stay either way. */
  readonly repeatedCode: 'same' | 'new';
  readonly keyId: string;
  readonly salt: string;
  /** The usual length first, the stepped-up one second; `null`: the provider owns the code. */
  readonly digests: readonly LengthDigest[] | null;
  readonly knownClient: boolean;
  readonly ttlMs: number;
  /** At most so many, kept in the challenge like its expiry: a changed setting never touches codes in flight. A known client may get fewer, see `NumberBudget`. */
  readonly maxAttempts: number;
  readonly budget: NumberBudget;
}

/**
 * The digest of one of the codes that the store may choose from. Read both fields by their names, `digest` only of the one
 * you choose: it may be made at that moment, so a copy by `{ ...each }` lacks it. `JSON.stringify` has both.
 */
export interface LengthDigest {
  readonly length: number;
  readonly digest: CodeDigest;
}

/** What a send is meant to do. */
export type IssueIntent =
  /** Open a challenge of its own. */
  | 'new'
  /** Send the named challenge's code again. */
  | 'resend'
  /** Repeat the open challenge of this purpose if there is one, else open one. */
  | 'reuse-live';

/** The challenge that may be told, or why none may. */
export type IssueOutcome =
  | ({ readonly status: 'issued' } & IssuedChallenge)
  /** This request, the first or the latest of a challenge that is still open, was served before: send nothing. */
  | ({ readonly status: 'duplicate' } & IssuedChallenge)
  | { readonly status: 'cooldown'; readonly retryAtMs: number }
  | { readonly status: 'quota-exceeded'; readonly retryAtMs: number }
  /** Too many failures. `null`: until `unlock`. */
  | { readonly status: 'locked'; readonly retryAtMs: number | null }
  /** Resend of a challenge that is gone. */
  | { readonly status: 'not-found' };

/** What the engine needs to tell the code and to seal a handle. */
export interface IssuedChallenge {
  /** Differs from the input's when an open challenge was repeated. */
  readonly challengeId: string;
  readonly keyId: string;
  readonly salt: string;
  /** `null`: the provider owns the code. */
  readonly codeLength: number | null;
  /** Names this send to `discard`. */
  readonly sentAtMs: number;
  readonly expiresAtMs: number;
  readonly resendAtMs: number;
}

/** A guess, as a store sees it. */
export interface RedeemInput extends StoreCall {
  readonly purpose: string;
  /** `null`: binding by number; the newest challenge of this purpose. */
  readonly challengeId: string | null;
  /** One per accepted key, 16 at most; `null`: ask the provider. */
  readonly digests: readonly CodeDigest[] | null;
}

/** What a guess was worth. */
export type RedeemOutcome =
  | { readonly status: 'accepted'; readonly challengeId: string }
  /** The provider owns the code. The try is already counted as a failure; `settle` takes that back. */
  | { readonly status: 'delegated'; readonly challengeId: string; readonly attemptsLeft: number }
  | { readonly status: 'mismatch'; readonly challengeId: string; readonly attemptsLeft: number }
  | { readonly status: 'exhausted' }
  | { readonly status: 'expired' }
  | { readonly status: 'not-found' };

/** The challenge whose delegated guess was approved. */
export interface SettleInput extends StoreCall {
  readonly purpose: string;
  readonly challengeId: string;
}

/** Whether this approval was the one that counts. */
export type SettleOutcome = { readonly status: 'accepted' } | { readonly status: 'not-found' };

/** What is taken back: one send, or a challenge. */
export type DiscardInput = RefusedSend | CancelledChallenge;

/** The provider certainly sent nothing: give that one send back (never the cooldown, never a failure), and close the challenge only if none of its sends got through. */
export interface RefusedSend extends StoreCall {
  readonly cause: 'refused';
  readonly challengeId: string;
  readonly sentAtMs: number;
}

/** The holder of the handle gave up: close the challenge, give nothing back. */
export interface CancelledChallenge extends StoreCall {
  readonly cause: 'cancelled';
  readonly challengeId: string;
}

/** The number to forget. */
export type UnlockInput = StoreCall;
