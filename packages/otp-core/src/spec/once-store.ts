import type { StoreCallOptions } from './code-store.ts';

/**
 * Lets something happen once, however many processes are asked to do it: whoever claims a key does it and records what
 * came of it; everybody else is told so. Each verb is atomic and one round trip on one key.
 *
 * Keys are opaque: the caller hashes what must not be read in a store.
 *
 * Every method rejects with an `OtpStoreError` when the store cannot answer, and with an `OtpMisuseError` for input that
 * makes no sense; with nothing else.
 */
export interface OnceStore {
  readonly specificationVersion: 'v1';
  readonly storeId: string;
  /** The first to ask has the claim, for `holdMs`. Without a record or a release by then it is done, with an unknown result. */
  claim(input: ClaimInput, options?: StoreCallOptions): Promise<ClaimOutcome>;
  /** Keeps what came of it until the claim's `ttlMs` is over. */
  record(input: RecordInput, options?: StoreCallOptions): Promise<RecordOutcome>;
  /** Nothing was done: the next to ask has the claim. */
  release(input: ReleaseInput, options?: StoreCallOptions): Promise<ReleaseOutcome>;
  /** Ends what the store itself opened. */
  close?(): Promise<void>;
}

/** Asks to be the one who does it. */
export interface ClaimInput {
  /** 1 to 128 characters. */
  readonly key: string;
  /** How long the key is remembered from this claim on, 1 ms to 366 days. After that it can be claimed anew. */
  readonly ttlMs: number;
  /** How long the claim is held for whoever has it, 1 ms to `ttlMs`. */
  readonly holdMs: number;
  /** `null`: the store's own clock decides. A number only in tests. */
  readonly nowMs: number | null;
}

/** Who does it, or what came of it. */
export type ClaimOutcome =
  /** The caller does it. The token is its proof for `record` and `release`. */
  | { readonly status: 'claimed'; readonly token: string }
  /** Somebody is at it, until `retryAtMs` at the latest. */
  | { readonly status: 'under-way'; readonly retryAtMs: number }
  /** It was done. `null`: what came of it is unknown, as whoever had the claim did not say in time. */
  | { readonly status: 'done'; readonly value: string | null };

/** Says what came of it. */
export interface RecordInput {
  readonly key: string;
  /** Of the claim. */
  readonly token: string;
  /** At most 4,096 characters, kept as they are. */
  readonly value: string;
  /** As for the claim. */
  readonly nowMs: number | null;
}

/** `lost`: the token no longer held, as `holdMs` was over or another value was recorded. Nothing was changed: a late result stays unknown. */
export type RecordOutcome = { readonly status: 'recorded' } | { readonly status: 'lost' };

/** Gives a claim back. */
export interface ReleaseInput {
  readonly key: string;
  /** Of the claim. */
  readonly token: string;
  /** As for the claim. Left out, the store's own clock decides; a claim whose time was given is then always in time. */
  readonly nowMs?: number | null;
}

/** `lost`: the token no longer held. Nothing was changed: what may have been done is not given to anybody else. */
export type ReleaseOutcome = { readonly status: 'released' } | { readonly status: 'lost' };
