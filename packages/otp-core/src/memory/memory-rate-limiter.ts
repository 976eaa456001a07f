/** The limiter of a single process: limits that are gone when it ends. For tests, development and one-process deployments. */
import { readNowMs } from '../adapter/call-fields.ts';
import { readStoreTimeout } from '../adapter/call-options.ts';
import { OptionReader } from '../adapter/option-reader.ts';
import { type RateLimitCharge, readRateLimitCharges } from '../adapter/rate-windows.ts';
import { OtpStoreError } from '../errors/otp-error.ts';
import type { RateLimiter, RateLimitOutcome } from '../spec/index.ts';
import {
  addCharge,
  createCounterPool,
  findRetryAtMs,
  followClock,
  keepUntil,
  resetCounter,
  type SlicedCounter,
} from './sliced-counter.ts';
import { createTimingWheel } from './timing-wheel.ts';

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

/**
 * How many keys a call looks at to see whether they are over. A charge costs its key at most one look for each level of
 * the wheel it sinks through, six for a year: with more than that for each window, reaping keeps up with taking.
 */
const LOOKS_PER_CALL = 64;
const LOOKS_PER_WINDOW = 8;
/** The same before a new key is refused: worth a fraction of a millisecond. */
const LOOKS_WHEN_FULL = 1024;

/** The live keys: bounded in number, each with a sliced counter, reaped through a timing wheel. */
interface RateLimitCounters {
  /**
   * Charges each window that fits.
   * @throws OtpStoreError when a new key finds no space; nothing is charged then.
   */
  takeAll(charges: readonly RateLimitCharge[], nowMs: number): RateLimitOutcome;
}

function createRateLimitCounters(maxKeys: number): RateLimitCounters {
  const counters = new Map<string, SlicedCounter>();
  const pool = createCounterPool();
  const wheel = createTimingWheel<SlicedCounter>({ onDue: forget });

  function forget(counter: SlicedCounter): void {
    counters.delete(counter.key);
    // Stryker disable next-line CallExpression: time, not behaviour: a counter that is done with is not used again
    pool.give(counter);
  }

  /** Decided for the whole call before anything is charged: an error must not leave half of the windows charged. */
  function requireSpace(charges: readonly RateLimitCharge[], nowMs: number): void {
    // Stryker disable next-line ConditionalExpression: time, not behaviour: keys that are over leave earlier than they must
    if (hasSpace(charges)) return;
    wheel.advance(nowMs, LOOKS_WHEN_FULL);
    if (hasSpace(charges)) return;
    throw new OtpStoreError('OTP_STORE_FULL', `The memory rate limiter is full: ${maxKeys} keys are live.`);
  }

  function hasSpace(charges: readonly RateLimitCharge[]): boolean {
    // Stryker disable next-line ConditionalExpression,EqualityOperator: time, not behaviour: new keys are counted where there is space for all
    if (counters.size + charges.length <= maxKeys) return true;
    const newKeys = new Set(charges.map((charge) => charge.key).filter((key) => !counters.has(key)));
    return counters.size + newKeys.size <= maxKeys;
  }

  function addCounter(charge: RateLimitCharge, nowMs: number): SlicedCounter {
    const counter = pool.take();
    resetCounter(counter, charge, nowMs);
    counters.set(charge.key, counter);
    return counter;
  }

  /** Charges a window if it fits; otherwise tells when it would. */
  function take(charge: RateLimitCharge, nowMs: number): number | null {
    const counter = counters.get(charge.key) ?? addCounter(charge, nowMs);
    followClock(counter, nowMs);
    const retryAtMs = findRetryAtMs(counter, charge, nowMs);
    if (retryAtMs === null) addCharge(counter, charge, nowMs);
    else keepUntil(counter, retryAtMs);
    wheel.schedule(counter, counter.keptUntilSecond * 1000);
    return retryAtMs;
  }

  return {
    takeAll(charges, nowMs) {
      // Stryker disable next-line ArithmeticOperator: time, not behaviour: a call looks at other numbers of keys that may be over
      wheel.advance(nowMs, LOOKS_PER_CALL + LOOKS_PER_WINDOW * charges.length);
      requireSpace(charges, nowMs);
      let outcome: RateLimitOutcome = { status: 'allowed' };
      for (const charge of charges) {
        const retryAtMs = take(charge, nowMs);
        if (retryAtMs !== null && (outcome.status === 'allowed' || retryAtMs > outcome.retryAtMs)) {
          outcome = { status: 'limited', key: charge.key, retryAtMs };
        }
      }
      return outcome;
    },
  };
}

function resolveMaxKeys(options: unknown): number {
  const given = new OptionReader('createMemoryRateLimiter', options);
  const maxKeys = given.whole('maxKeys', { minimum: 1, maximum: HIGHEST_MAX_KEYS, defaultValue: DEFAULT_MAX_KEYS });
  given.throwIfWrong();
  return maxKeys;
}
