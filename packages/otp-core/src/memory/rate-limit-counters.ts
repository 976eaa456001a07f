/** The live keys of the memory limiter: bounded in number, each with a sliced counter, reaped through a timing wheel. */
import type { RateLimitCharge } from '../adapter/rate-windows.ts';
import { OtpStoreError } from '../errors/otp-error.ts';
import type { RateLimitOutcome } from '../spec/index.ts';
import {
  addCharge,
  findRetryAtMs,
  followClock,
  keepUntil,
  RING,
  resetCounter,
  type SlicedCounter,
} from './sliced-counter.ts';
import { createTimingWheel } from './timing-wheel.ts';

/**
 * How many keys a call looks at to see whether they are over. A charge costs its key at most one look for each level of
 * the wheel it sinks through, six for a year: with more than that for each window, reaping keeps up with taking.
 */
const LOOKS_PER_CALL = 64;
const LOOKS_PER_WINDOW = 8;
/** The same before a new key is refused: worth a fraction of a millisecond. */
const LOOKS_WHEN_FULL = 1024;

export interface RateLimitCounters {
  /**
   * Charges each window that fits.
   * @throws OtpStoreError when a new key finds no space; nothing is charged then.
   */
  takeAll(charges: readonly RateLimitCharge[], nowMs: number): RateLimitOutcome;
}

export function createRateLimitCounters(maxKeys: number): RateLimitCounters {
  const counters = new Map<string, SlicedCounter>();
  const pool = createCounterPool();
  const wheel = createTimingWheel<SlicedCounter>({ onDue: forget });

  function forget(counter: SlicedCounter): void {
    counters.delete(counter.key);
    pool.give(counter);
  }

  /** Decided for the whole call before anything is charged: an error must not leave half of the windows charged. */
  function requireSpace(charges: readonly RateLimitCharge[], nowMs: number): void {
    if (hasSpace(charges)) return;
    wheel.advance(nowMs, LOOKS_WHEN_FULL);
    if (hasSpace(charges)) return;
    throw new OtpStoreError('OTP_STORE_FULL', `The memory rate limiter is full: ${maxKeys} keys are live.`);
  }

  function hasSpace(charges: readonly RateLimitCharge[]): boolean {
    if (counters.size + charges.length <= maxKeys) return true;
    const newKeys = new Set(charges.map((charge) => charge.key).filter((key) => !counters.has(key)));
    return newKeys.size === 0 || counters.size + newKeys.size <= maxKeys;
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

const COUNTERS_PER_BLOCK = 256;

/**
 * Where counters come from and go to. A typed array of 16 places costs several times its content, so 256 counters share
 * one; and a counter that is done with is used again, which spares the collector.
 */
interface CounterPool {
  /** A counter in an undefined state: reset it. */
  take(): SlicedCounter;
  give(counter: SlicedCounter): void;
}

function createCounterPool(): CounterPool {
  const spare: SlicedCounter[] = [];
  let block = new Uint32Array(0);
  let nextOffset = 0;

  function createCounter(): SlicedCounter {
    if (nextOffset === block.length) {
      block = new Uint32Array(COUNTERS_PER_BLOCK * RING);
      nextOffset = 0;
    }
    const offset = nextOffset;
    nextOffset += RING;
    return {
      wheelPrevious: null,
      wheelNext: null,
      wheelTick: 0,
      key: '',
      counts: block,
      offset,
      sliceMs: 1,
      latestMs: 0,
      wantedSliceMs: 1,
      otherWantsUntilSecond: 0,
      keptUntilSecond: 0,
    };
  }

  return {
    take: () => spare.pop() ?? createCounter(),
    give: (counter) => {
      counter.key = '';
      spare.push(counter);
    },
  };
}
