/** Limiters that break what a take promises, each a variation of one that keeps every charge. */
import { readNowMs, readRateLimitCharges, readStoreTimeout } from '@countersign/otp-core/adapter';
import type { RateLimiter, RateLimitOutcome, RateLimitWindow } from '@countersign/otp-core/spec';
import { rateLimiterContract } from '../../rate-limiter-contract/rate-limiter-contract.ts';
import type { Proof } from './proof.ts';

interface Charge {
  readonly atMs: number;
  readonly cost: number;
}

type Log = Map<string, Charge[]>;

/** What a limiter may do differently. */
interface Variation {
  readonly check?: (windows: readonly RateLimitWindow[], nowMs: number | null) => void;
  readonly hear?: (window: RateLimitWindow) => RateLimitWindow;
  readonly beforeCharging?: (window: RateLimitWindow) => void;
  readonly answer?: (outcome: RateLimitOutcome, windows: readonly RateLimitWindow[]) => RateLimitOutcome;
  readonly chargesWhatIsLimited?: 'yes';
  readonly chargesNothingIfAnyIsLimited?: 'yes';
  readonly waitsBeforeCharging?: 'yes';
  readonly countsFrom?: (nowMs: number, durationMs: number) => number;
  readonly now?: (nowMs: number | null) => number;
  readonly believesItsClock?: 'yes';
}

function brokenLimiter(name: string, variation: Variation): Proof {
  const createRateLimiter = () => createLimiter(variation);
  return { name, register: (runner) => rateLimiterContract(runner, { name, createRateLimiter }) };
}

function createLimiter(variation: Variation): RateLimiter {
  const log: Log = new Map();
  return {
    specificationVersion: 'v1',
    async take(heard, givenMs, options) {
      readStoreTimeout(options, 0);
      (variation.check ?? checkTake)(heard, givenMs);
      const windows = heard.map(variation.hear ?? ((window) => window));
      const nowMs = (variation.now ?? ((atMs) => atMs ?? Date.now()))(givenMs);
      if (variation.believesItsClock !== 'yes') for (const { key } of windows) followClock(log, key, nowMs);
      const judged = windows.map((window) => ({ window, retryAtMs: findRetryAtMs(log, window, nowMs, variation) }));
      if (variation.waitsBeforeCharging === 'yes') await new Promise((resolve) => setImmediate(resolve));
      const limited = judged.filter(({ retryAtMs }) => retryAtMs !== null);
      for (const { window, retryAtMs } of judged) {
        variation.beforeCharging?.(window);
        const mayCharge = limited.length === 0 || variation.chargesNothingIfAnyIsLimited !== 'yes';
        if ((retryAtMs === null && mayCharge) || variation.chargesWhatIsLimited === 'yes') charge(log, window, nowMs);
      }
      const last = limited.toSorted((a, b) => (b.retryAtMs ?? 0) - (a.retryAtMs ?? 0))[0];
      const outcome: RateLimitOutcome =
        last === undefined
          ? { status: 'allowed' }
          : { status: 'limited', key: last.window.key, retryAtMs: last.retryAtMs ?? 0 };
      return variation.answer?.(outcome, windows) ?? outcome;
    },
  };
}

function checkTake(windows: readonly RateLimitWindow[], nowMs: number | null): void {
  readRateLimitCharges(windows);
  readNowMs(nowMs);
}

/** As if no time had passed since the latest charge, where the clock has gone back. */
function followClock(log: Log, key: string, nowMs: number): void {
  const charges = log.get(key) ?? [];
  const backMs = Math.max(0, ...charges.map(({ atMs }) => atMs - nowMs));
  log.set(
    key,
    charges.map((each) => ({ ...each, atMs: each.atMs - backMs })),
  );
}

function charge(log: Log, { key, cost = 1 }: RateLimitWindow, atMs: number): void {
  log.set(key, [...(log.get(key) ?? []), { atMs, cost }]);
}

function findRetryAtMs(log: Log, window: RateLimitWindow, nowMs: number, variation: Variation): number | null {
  const { key, max, durationMs, cost = 1 } = window;
  const sinceMs = variation.countsFrom?.(nowMs, durationMs) ?? nowMs - durationMs;
  const charges = (log.get(key) ?? []).filter(({ atMs }) => atMs > sinceMs);
  let used = charges.reduce((sum, each) => sum + each.cost, cost);
  if (used <= max) return null;
  for (const each of charges) {
    used -= each.cost;
    if (used <= max) return each.atMs + durationMs;
  }
  return nowMs + durationMs;
}

const retryingAt = (shift: (retryAtMs: number) => number) => (outcome: RateLimitOutcome) =>
  outcome.status === 'limited' ? { ...outcome, retryAtMs: shift(outcome.retryAtMs) } : outcome;

export const BROKEN_LIMITERS: readonly Proof[] = [
  brokenLimiter('looks, and charges after a wait', { waitsBeforeCharging: 'yes' }),
  brokenLimiter('charges a key that is limited', { chargesWhatIsLimited: 'yes' }),
  brokenLimiter('charges no key where one is limited', { chargesNothingIfAnyIsLimited: 'yes' }),
  brokenLimiter('starts over with every minute of the clock', {
    countsFrom: (nowMs, durationMs) => nowMs - (nowMs % durationMs) - 1,
  }),
  brokenLimiter('counts a charge a millisecond too short', {
    countsFrom: (nowMs, durationMs) => nowMs - durationMs + 1,
  }),
  brokenLimiter('never forgets', { countsFrom: () => 0 }),
  brokenLimiter('allows one more than max', { hear: (window) => ({ ...window, max: window.max + 1 }) }),
  brokenLimiter('takes every cost for one', { hear: (window) => ({ ...window, cost: 1 }) }),
  brokenLimiter('keeps all keys under one', { hear: (window) => ({ ...window, key: 'any' }) }),
  brokenLimiter('cuts long keys short', { hear: (window) => ({ ...window, key: window.key.slice(0, 127) }) }),
  brokenLimiter('reads names without their case', { hear: (window) => ({ ...window, key: window.key.toUpperCase() }) }),
  brokenLimiter('names the first key, whichever is limited', {
    answer: (outcome, [first]) => (outcome.status === 'limited' ? { ...outcome, key: first?.key ?? '' } : outcome),
  }),
  brokenLimiter('names a moment to come back that is too early', { answer: retryingAt((atMs) => atMs - 1) }),
  brokenLimiter('names a moment to come back that is later than it has to be', {
    answer: retryingAt((atMs) => atMs + 1000),
  }),
  brokenLimiter('stays limited until its clock is where it once ran ahead to', { believesItsClock: 'yes' }),
  brokenLimiter('believes its windows', { check: (_windows, nowMs) => readNowMs(nowMs) }),
  brokenLimiter('believes the time it is given', { check: (windows) => readRateLimitCharges(windows) }),
  brokenLimiter('charges up to a window that makes no sense', {
    check: (_windows, nowMs) => readNowMs(nowMs),
    beforeCharging: (window) => readRateLimitCharges([window]),
  }),
  brokenLimiter('has no clock of its own', { now: (nowMs) => nowMs ?? 0 }),
];
