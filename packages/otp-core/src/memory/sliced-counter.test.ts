import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RateLimiter, RateLimitWindow } from '../spec/index.ts';
import { createMemoryRateLimiter } from './memory-rate-limiter.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 366 * DAY;

interface Setting {
  readonly max: number;
  readonly durationMs: number;
  readonly startMs: number;
}

interface Step {
  readonly share: number;
  readonly costShare: number;
}

/** A fifteenth of the duration, as documented. */
function sliceOf(durationMs: number): number {
  return Math.ceil(durationMs / 15);
}

function window(change: Partial<RateLimitWindow> = {}): RateLimitWindow {
  return { key: 'key', max: 3, durationMs: MINUTE, ...change };
}

async function takeTimes(limiter: RateLimiter, times: number, windows: RateLimitWindow[], nowMs: number) {
  const outcomes = [];
  for (let time = 0; time < times; time += 1) outcomes.push((await limiter.take(windows, nowMs)).status);
  return outcomes;
}

/** Even over its range, unlike `fc.double`, which is even over all magnitudes. */
function share(max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: max * 10_000 }).map((number) => number / 10_000);
}

const setting: fc.Arbitrary<Setting> = fc.record({
  max: fc.integer({ min: 1, max: 20 }),
  durationMs: fc.oneof(fc.integer({ min: 1000, max: 20_000 }), fc.constantFrom(MINUTE, HOUR, DAY, YEAR)),
  startMs: fc.oneof(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: NOW, max: NOW + 100_000 })),
});
/** Steps of time as shares of the duration: mostly within it, sometimes far beyond. */
const step: fc.Arbitrary<Step> = fc.record({
  share: fc.oneof({ weight: 8, arbitrary: share(0.4) }, fc.constantFrom(0, 1, 1.1, 40)),
  costShare: share(0.6),
});
const steps = fc.array(step, { minLength: 1, maxLength: 150, size: 'max' });

/** Runs the steps against a fresh limiter; tells of each what was asked, when, and what came out. */
async function run({ max, durationMs, startMs }: Setting, walk: readonly Step[]) {
  const limiter = createMemoryRateLimiter();
  const takes = [];
  let nowMs = startMs;
  for (const { share, costShare } of walk) {
    nowMs += Math.round(share * durationMs);
    const cost = Math.max(1, Math.ceil(costShare * max));
    takes.push({ nowMs, cost, outcome: await limiter.take([window({ max, durationMs, cost })], nowMs) });
  }
  const allowed = takes.filter((take) => take.outcome.status === 'allowed');
  const chargedBetween = (fromMs: number, toMs: number) =>
    allowed.filter((take) => take.nowMs >= fromMs && take.nowMs <= toMs).reduce((sum, take) => sum + take.cost, 0);
  return { limiter, takes, allowed, chargedBetween, endMs: nowMs };
}

describe('sliced counters, through createMemoryRateLimiter', () => {
  it('never allows more than max in any span of the duration, both ends included', async () => {
    await fc.assert(
      fc.asyncProperty(setting, steps, async (settings, walk) => {
        const { allowed, chargedBetween } = await run(settings, walk);
        for (const { nowMs } of allowed) {
          expect(chargedBetween(nowMs - settings.durationMs, nowMs)).toBeLessThanOrEqual(settings.max);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('limits only what would exceed max within the duration and one slice', async () => {
    await fc.assert(
      fc.asyncProperty(setting, steps, async (settings, walk) => {
        const { takes } = await run(settings, walk);
        const spanMs = settings.durationMs + sliceOf(settings.durationMs);
        for (const [index, { nowMs, cost, outcome }] of takes.entries()) {
          if (outcome.status === 'allowed') continue;
          const charged = takes
            .slice(0, index)
            .filter((earlier) => earlier.outcome.status === 'allowed' && earlier.nowMs > nowMs - spanMs)
            .reduce((sum, earlier) => sum + earlier.cost, 0);
          expect(charged + cost).toBeGreaterThan(settings.max);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has a full max again once the duration and one slice have passed', async () => {
    await fc.assert(
      fc.asyncProperty(setting, steps, async (settings, walk) => {
        const { limiter, endMs } = await run(settings, walk);
        const { max, durationMs } = settings;
        const laterMs = endMs + durationMs + sliceOf(durationMs);
        expect(await limiter.take([window({ max, durationMs, cost: max })], laterMs)).toEqual({ status: 'allowed' });
      }),
      { numRuns: 100 },
    );
  });

  it('allows the same call at retryAtMs, and not a millisecond before', async () => {
    await fc.assert(
      fc.asyncProperty(setting, steps, share(1), async (settings, walk, costShare) => {
        const { limiter, endMs } = await run(settings, walk);
        const same = window({ ...settings, cost: Math.max(1, Math.ceil(costShare * settings.max)) });
        const outcome = await limiter.take([same], endMs);
        if (outcome.status === 'allowed') return;
        expect(outcome.retryAtMs).toBeGreaterThan(endMs);
        expect(await limiter.take([same], outcome.retryAtMs - 1)).toEqual(outcome);
        expect(await limiter.take([same], outcome.retryAtMs)).toEqual({ status: 'allowed' });
      }),
      { numRuns: 300 },
    );
  });

  describe('changed settings', () => {
    it('applies a new max to what is charged already', async () => {
      const limiter = createMemoryRateLimiter();
      await takeTimes(limiter, 3, [window({ max: 3 })], NOW);
      expect(await limiter.take([window({ max: 2 })], NOW)).toMatchObject({ status: 'limited' });
      expect(await takeTimes(limiter, 3, [window({ max: 5 })], NOW)).toEqual(['allowed', 'allowed', 'limited']);
    });

    it('counts what is charged already against a longer duration', async () => {
      const limiter = createMemoryRateLimiter();
      const [short, long] = [window({ durationMs: MINUTE }), window({ durationMs: DAY })];
      await takeTimes(limiter, 2, [short], NOW);
      expect(await takeTimes(limiter, 2, [long], NOW + MINUTE)).toEqual(['allowed', 'limited']);
      expect(await limiter.take([long], NOW + DAY)).toMatchObject({ status: 'limited' });
      expect(await limiter.take([long], NOW + MINUTE + DAY + sliceOf(DAY))).toEqual({ status: 'allowed' });
    });

    it('keeps a long duration’s charges through calls with a shorter one', async () => {
      const limiter = createMemoryRateLimiter();
      const [short, long] = [window({ durationMs: MINUTE, max: 1000 }), window({ durationMs: DAY })];
      await takeTimes(limiter, 3, [long], NOW);
      for (let hour = 1; hour < 24; hour += 1) await limiter.take([short], NOW + hour * HOUR);
      expect(await limiter.take([long], NOW + DAY)).toMatchObject({ status: 'limited' });
    });

    it('is as precise as a shorter duration allows once the longer one’s charges are over', async () => {
      const limiter = createMemoryRateLimiter();
      const [short, long] = [window({ max: 1000 }), window({ durationMs: DAY })];
      const pauseMs = MINUTE + sliceOf(MINUTE);
      await limiter.take([long], NOW);
      let nowMs = NOW;
      const passTo = async (endMs: number) => {
        for (; nowMs < endMs; nowMs += MINUTE / 2)
          expect(await limiter.take([short, short], nowMs)).toEqual({ status: 'allowed' });
      };
      await passTo(NOW + HOUR);
      expect(await limiter.take([window({ max: 1 })], nowMs + pauseMs)).toMatchObject({ status: 'limited' });
      await passTo(NOW + DAY + 2 * HOUR);
      expect(await limiter.take([window({ max: 1 })], nowMs + pauseMs)).toEqual({ status: 'allowed' });
    });

    it('cuts the past of one key alone into other slices, and counts it once', async () => {
      const limiter = createMemoryRateLimiter();
      const windows = ['a', 'b', 'c'].map((key) => window({ key, max: 1 }));
      await limiter.take(windows, NOW);
      const longer = window({ key: 'b', durationMs: DAY, max: 3 });
      expect(await takeTimes(limiter, 3, [longer], NOW)).toEqual(['allowed', 'allowed', 'limited']);
      for (const each of windows) {
        expect(await limiter.take([each], NOW)).toMatchObject({ status: 'limited', key: each.key });
      }
    });

    it('counts nothing of a longer duration’s charges once it cuts shorter slices', async () => {
      const limiter = createMemoryRateLimiter();
      const short = window({ durationMs: 15_000, max: 6 });
      await limiter.take([window({ durationMs: 22_500, max: 5, cost: 5 })], NOW);
      expect(await limiter.take([short], NOW + 23_900)).toEqual({ status: 'allowed' });
      expect(await takeTimes(limiter, 6, [short], NOW + 24_000)).toEqual([...Array(5).fill('allowed'), 'limited']);
    });

    // Slices of 1000 ms, counted from the epoch, are cut into slices of 1500 ms.
    it.each([
      ['a slice that the new one ends in', 1100, 1200, 1600],
      ['the end of its former slice', 1900, 3000, 1900 + 22_499],
    ])('does not forget early what it cuts again: %s', async (_, shortMs, longMs, laterMs) => {
      const limiter = createMemoryRateLimiter();
      const long = window({ durationMs: 22_500, max: 2 });
      await limiter.take([window({ durationMs: 15_000 })], shortMs);
      expect(await limiter.take([long], longMs)).toEqual({ status: 'allowed' });
      expect(await limiter.take([long], laterMs)).toMatchObject({ status: 'limited' });
    });

    it('remembers each charge for as long as its own duration, whatever comes between and however time runs', async () => {
      const take = fc.record({
        durationMs: fc.constantFrom(1000, 1007, 1500, 15_000, 22_500, 40_000, MINUTE, HOUR, DAY),
        max: fc.integer({ min: 1, max: 12 }),
        passedMs: fc.oneof(
          fc.integer({ min: 0, max: 2000 }),
          fc.integer({ min: 0, max: 20_000 }),
          fc.integer({ min: 0, max: 2 * MINUTE }),
          fc.integer({ min: 0, max: 2 * HOUR }),
          fc.integer({ min: -90_000, max: 90_000 }),
        ),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(take, { maxLength: 150, size: 'max' }), async (takes) => {
          const limiter = createMemoryRateLimiter();
          let charges: Array<{ atMs: number; durationMs: number }> = [];
          let nowMs = NOW;
          let latestMs = NOW;
          for (const { durationMs, max, passedMs } of takes) {
            nowMs += passedMs;
            if (nowMs < latestMs) {
              // A charge that was over at a later time seen before may be forgotten. For all others no time has passed.
              const kept = charges.filter((charge) => charge.atMs + charge.durationMs > latestMs);
              const backMs = Math.max(0, ...kept.map(({ atMs }) => atMs - nowMs));
              charges = kept.map((charge) => ({ ...charge, atMs: charge.atMs - backMs }));
            }
            latestMs = nowMs;
            const outcome = await limiter.take([window({ max, durationMs })], nowMs);
            if (outcome.status === 'allowed') {
              const counted = charges.filter((charge) => charge.atMs + Math.min(durationMs, charge.durationMs) > nowMs);
              expect(counted.length).toBeLessThan(max);
              charges.push({ atMs: nowMs, durationMs });
            } else {
              expect(await limiter.take([window({ max, durationMs })], outcome.retryAtMs - 1)).toEqual(outcome);
            }
          }
          const longAfterMs = nowMs + 3 * DAY;
          expect(await limiter.take([window({ max: 7, cost: 7 })], longAfterMs)).toEqual({ status: 'allowed' });
        }),
        { numRuns: 300 },
      );
    });
  });
});
