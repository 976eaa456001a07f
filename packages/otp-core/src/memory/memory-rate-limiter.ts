/** The limiter of a single process: limits that are gone when it ends. For tests, development and one-process deployments. */
import { readNowMs } from '../adapter/call-fields.ts';
import { readStoreTimeout } from '../adapter/call-options.ts';
import { OptionReader } from '../adapter/option-reader.ts';
import { readRateLimitCharges } from '../adapter/rate-windows.ts';
import { OtpStoreError } from '../errors/otp-error.ts';
import type { RateLimiter } from '../spec/index.ts';
import { createRateLimitCounters, type RateLimitCounters } from './rate-limit-counters.ts';

/** Options of `createMemoryRateLimiter`. */
export interface MemoryRateLimiterOptions {
  /**
   * How many keys may be live at once, 1 to 10,000,000. Beyond it a new key is refused and no live one forgotten.
   * A key takes about 300 bytes, which are used again but not given back.
   * @defaultValue 100_000
   */
  readonly maxKeys?: number;
}

const DEFAULT_MAX_KEYS = 100_000;
/** A map holds 16,777,216 at most. */
const HIGHEST_MAX_KEYS = 10_000_000;

/**
 * A `RateLimiter` in memory. Never more than `max` in any span of `durationMs`: the duration is cut into 15 slices, and a
 * charge counts until `durationMs` after the end of its slice, hence at most one slice longer than it must.
 * `retryAtMs` is exact: the same window alone is allowed then, and not a millisecond before, if nothing else is charged.
 *
 * - Time and space per key are constant. Keys that are over leave a few at each call; there are no timers.
 * - When the clock goes backwards no time has passed for its keys: everything charged still counts, for as long as it had
 *   left, and what a clock that ran ahead has charged limits nobody for longer.
 * - A key stands for one limit. Where it is charged with several durations, each charge counts for as long as its own,
 *   and slices are as long as the longest of them needs until its charges are over.
 *
 * `take` rejects with an `OtpStoreError` when `maxKeys` are live and a new key comes (`OTP_STORE_FULL`; nothing is charged
 * then) or after `close` (`OTP_STORE_UNAVAILABLE`), and with an `OtpMisuseError` for windows that make no sense: a key that
 * is not a string of 1 to 128 characters, a `max` or `cost` that is not a whole number from 1 to 1,000,000,000, a cost above
 * its max, a duration outside of one second to 366 days, more than 1,000 windows.
 *
 * @example
 * ```ts
 * const limiter = createMemoryRateLimiter();
 * const outcome = await limiter.take([{ key: 'address:9f2c', max: 10, durationMs: 60_000 }], null);
 * if (outcome.status === 'limited') console.log(new Date(outcome.retryAtMs));
 * ```
 * @throws OtpConfigurationError naming every option that makes no sense.
 */
export function createMemoryRateLimiter(options: MemoryRateLimiterOptions = {}): RateLimiter {
  /** `null` once closed, so that a limiter somebody still holds does not hold its keys. */
  let counters: RateLimitCounters | null = createRateLimitCounters(resolveMaxKeys(options));

  return {
    specificationVersion: 'v1',

    async take(windows, nowMs, options) {
      readStoreTimeout(options, 0);
      if (counters === null) throw new OtpStoreError('OTP_STORE_UNAVAILABLE', 'The memory rate limiter is closed.');
      return counters.takeAll(readRateLimitCharges(windows), readNowMs(nowMs) ?? Date.now());
    },

    async close() {
      counters = null;
    },
  };
}

function resolveMaxKeys(options: unknown): number {
  const given = new OptionReader('createMemoryRateLimiter', options);
  const maxKeys = given.whole('maxKeys', { minimum: 1, maximum: HIGHEST_MAX_KEYS, defaultValue: DEFAULT_MAX_KEYS });
  given.throwIfWrong();
  return maxKeys;
}
