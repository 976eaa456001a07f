import type { StoreCallOptions } from './code-store.ts';

/**
 * Limits that are not about one number: an address, a network, a range of numbers, a country, the deployment.
 * Atomic per key. Keys are independent: a key that is within its limit is charged even when another one is not.
 *
 * When the time is before that of an earlier charge, no time has passed for the key: what was charged counts as long as ever
 * and no longer.
 */
export interface RateLimiter {
  readonly specificationVersion: 'v1';
  /**
   * Charges every window. `limited` names the window that frees up last.
   * @throws OtpStoreError when the limiter cannot answer; nobody is let in then.
   */
  take(
    windows: readonly RateLimitWindow[],
    nowMs: number | null,
    options?: StoreCallOptions,
  ): Promise<RateLimitOutcome>;
  close?(): Promise<void>;
}

/** One limit that a call is charged to. */
export interface RateLimitWindow {
  /** Opaque; at most 128 characters. Never a number or an address in clear. */
  readonly key: string;
  /** Never more than this in any span of `durationMs`. */
  readonly max: number;
  readonly durationMs: number;
  /** How much this call takes. @defaultValue 1 */
  readonly cost?: number;
}

/** Whether a call is within its limits. */
export type RateLimitOutcome =
  | { readonly status: 'allowed' }
  | { readonly status: 'limited'; readonly key: string; readonly retryAtMs: number };
