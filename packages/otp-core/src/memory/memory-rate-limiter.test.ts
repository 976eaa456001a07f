import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RateLimiter, RateLimitWindow } from '../spec/index.ts';
import { createMemoryRateLimiter, type MemoryRateLimiterOptions } from './memory-rate-limiter.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 366 * DAY;

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

describe('createMemoryRateLimiter', () => {
  afterEach(() => vi.useRealTimers());

  describe('counting', () => {
    it('allows max, then names the key and the time from which it is allowed again', async () => {
      const limiter = createMemoryRateLimiter();
      expect(await takeTimes(limiter, 3, [window()], NOW)).toEqual(['allowed', 'allowed', 'allowed']);
      const retryAtMs = NOW + MINUTE + sliceOf(MINUTE);
      expect(await limiter.take([window()], NOW)).toEqual({ status: 'limited', key: 'key', retryAtMs });
      expect(await limiter.take([window()], retryAtMs - 1)).toEqual({ status: 'limited', key: 'key', retryAtMs });
      expect(await takeTimes(limiter, 4, [window()], retryAtMs)).toEqual(['allowed', 'allowed', 'allowed', 'limited']);
    });

    it('counts a charge by its cost, and charges nothing where it does not fit', async () => {
      const limiter = createMemoryRateLimiter();
      const withCost = (cost: number) => limiter.take([window({ max: 10, cost })], NOW);
      expect(await withCost(8)).toEqual({ status: 'allowed' });
      expect(await withCost(3)).toMatchObject({ status: 'limited' });
      expect(await withCost(2)).toEqual({ status: 'allowed' });
      expect(await withCost(1)).toMatchObject({ status: 'limited' });
    });

    it('charges a key that is within its limit even when another is not', async () => {
      const limiter = createMemoryRateLimiter();
      const [narrow, wide] = [window({ key: 'narrow', max: 1 }), window({ key: 'wide', max: 3 })];
      expect(await takeTimes(limiter, 3, [narrow, wide], NOW)).toEqual(['allowed', 'limited', 'limited']);
      expect(await limiter.take([wide], NOW)).toMatchObject({ status: 'limited', key: 'wide' });
    });

    it('names the limited key that frees up last, wherever it stands', async () => {
      const limiter = createMemoryRateLimiter();
      const windows = [MINUTE, DAY, HOUR].map((durationMs) => window({ key: `${durationMs}`, max: 1, durationMs }));
      await limiter.take(windows, NOW);
      const outcome = await limiter.take(windows, NOW);
      expect(outcome).toMatchObject({ status: 'limited', key: `${DAY}` });
      expect(outcome).toEqual(await limiter.take([...windows].reverse(), NOW));
    });

    it('names the former of two limited keys that free up at the same moment', async () => {
      const limiter = createMemoryRateLimiter();
      const windows = ['former', 'latter'].map((key) => window({ key, max: 1 }));
      await limiter.take(windows, NOW);
      expect(await limiter.take(windows, NOW)).toMatchObject({ status: 'limited', key: 'former' });
    });

    it('charges a key that comes twice in a call twice, in order', async () => {
      const limiter = createMemoryRateLimiter();
      expect(await limiter.take([window(), window()], NOW)).toEqual({ status: 'allowed' });
      expect(await limiter.take([window(), window()], NOW)).toMatchObject({ status: 'limited' });
      expect(await limiter.take([window({ max: 4 })], NOW)).toEqual({ status: 'allowed' });
    });

    it('has nothing against no windows', async () => {
      expect(await createMemoryRateLimiter().take([], NOW)).toEqual({ status: 'allowed' });
    });

    it.each(['__proto__', 'constructor', 'toString', '💥'])('takes %s for a key like any other', async (key) => {
      const limiter = createMemoryRateLimiter();
      expect(await takeTimes(limiter, 4, [window({ key })], NOW)).toEqual(['allowed', 'allowed', 'allowed', 'limited']);
      expect(await limiter.take([window({ key: 'other' })], NOW)).toEqual({ status: 'allowed' });
    });

    it('keeps limiters apart', async () => {
      for (const limiter of [createMemoryRateLimiter(), createMemoryRateLimiter()]) {
        expect(await limiter.take([window({ max: 1 })], NOW)).toEqual({ status: 'allowed' });
      }
    });

    it('counts a thousand calls made at once one by one', async () => {
      const limiter = createMemoryRateLimiter();
      const calls = Array.from({ length: 1000 }, () => limiter.take([window({ max: 10 })], NOW));
      const allowed = (await Promise.all(calls)).filter((outcome) => outcome.status === 'allowed');
      expect(allowed).toHaveLength(10);
    });
  });

  describe('clock', () => {
    it('is the process’s own where no time is given', async () => {
      vi.useFakeTimers({ now: NOW });
      const limiter = createMemoryRateLimiter();
      await limiter.take([window({ max: 1 })], null);
      expect(await limiter.take([window({ max: 1 })], null)).toMatchObject({
        retryAtMs: NOW + MINUTE + sliceOf(MINUTE),
      });
      vi.setSystemTime(NOW + MINUTE + sliceOf(MINUTE));
      expect(await limiter.take([window({ max: 1 })], null)).toEqual({ status: 'allowed' });
    });

    it.each([1, MINUTE, HOUR, YEAR, NOW])(
      'may go back by %i ms: what was charged still counts, for its full duration',
      async (backMs) => {
        const limiter = createMemoryRateLimiter();
        const one = window({ max: 1 });
        await limiter.take([one], NOW);
        const outcome = await limiter.take([one], NOW - backMs);
        if (outcome.status !== 'limited') throw new Error('expected a limit');
        expect(outcome.retryAtMs).toBeGreaterThan(NOW - backMs + MINUTE);
        expect(outcome.retryAtMs).toBeLessThanOrEqual(NOW - backMs + MINUTE + 2 * sliceOf(MINUTE));
        expect(await limiter.take([one], outcome.retryAtMs - 1)).toEqual(outcome);
        expect(await limiter.take([one], outcome.retryAtMs)).toEqual({ status: 'allowed' });
      },
    );

    it('counts what is charged after it went back beside what was charged before', async () => {
      const limiter = createMemoryRateLimiter();
      await limiter.take([window()], NOW);
      expect(await takeTimes(limiter, 3, [window()], NOW - HOUR)).toEqual(['allowed', 'allowed', 'limited']);
      expect(await limiter.take([window()], NOW - HOUR + MINUTE)).toMatchObject({ status: 'limited' });
      expect(await takeTimes(limiter, 4, [window()], NOW)).toEqual(['allowed', 'allowed', 'allowed', 'limited']);
    });

    it('counts each of many keys by itself when it goes back', async () => {
      const limiter = createMemoryRateLimiter();
      const windows = ['a', 'b', 'c'].map((key) => window({ key, max: 1 }));
      await limiter.take(windows, NOW);
      for (const each of windows) {
        expect(await limiter.take([each], NOW - HOUR)).toMatchObject({ status: 'limited', key: each.key });
      }
    });

    it('lets a key go as early as any other that a clock ahead had charged, once the clock is right', async () => {
      const limiter = createMemoryRateLimiter({ maxKeys: 1 });
      for (const nowMs of [NOW + HOUR, NOW]) await limiter.take([window()], nowMs);
      expect(await limiter.take([window({ key: 'new' })], NOW + 2 * MINUTE)).toEqual({ status: 'allowed' });
    });

    it('does not let a key of an earlier time stay for as long as one of a later time did', async () => {
      const limiter = createMemoryRateLimiter({ maxKeys: 1 });
      await limiter.take([window({ key: 'later' })], NOW + YEAR);
      await limiter.take([], NOW + 2 * YEAR);
      await limiter.take([window({ key: 'earlier' })], NOW);
      expect(await limiter.take([window({ key: 'new' })], NOW + 2 * MINUTE)).toEqual({ status: 'allowed' });
    });
  });

  describe('bounds', () => {
    const keys = (count: number, name = 'key') =>
      Array.from({ length: count }, (_, index) => window({ key: `${name}${index}` }));

    it('refuses a new key when maxKeys are live, and forgets none of them', async () => {
      const limiter = createMemoryRateLimiter({ maxKeys: 3 });
      await limiter.take(keys(3), NOW);
      await expect(limiter.take([window({ key: 'new' })], NOW)).rejects.toMatchObject({
        code: 'OTP_STORE_FULL',
        message: 'The memory rate limiter is full: 3 keys are live.',
      });
      expect(await takeTimes(limiter, 3, keys(3), NOW + MINUTE)).toEqual(['allowed', 'allowed', 'limited']);
    });

    it('does not repeat a key in an error', async () => {
      const limiter = createMemoryRateLimiter({ maxKeys: 1 });
      await limiter.take([window()], NOW);
      const calls = [window({ key: 'secret', max: 0 }), window({ key: 'secret', cost: 9 }), window({ key: 'secret' })];
      for (const call of calls) {
        await expect(limiter.take([call], NOW)).rejects.toSatisfy((error) => !String(error).includes('secret'));
      }
    });

    it('charges nothing in a call that it refuses', async () => {
      const limiter = createMemoryRateLimiter({ maxKeys: 2 });
      await limiter.take([window({ key: 'old' })], NOW);
      const call = [window({ key: 'old' }), window({ key: 'new' }), window({ key: 'newer' })];
      await expect(limiter.take(call, NOW)).rejects.toMatchObject({ code: 'OTP_STORE_FULL' });
      expect(await takeTimes(limiter, 3, [window({ key: 'old' })], NOW)).toEqual(['allowed', 'allowed', 'limited']);
      expect(await limiter.take([window({ key: 'new' }), window({ key: 'new' })], NOW)).toEqual({ status: 'allowed' });
    });

    it('has room for new keys once old ones are over', async () => {
      const limiter = createMemoryRateLimiter({ maxKeys: 3 });
      for (let round = 0; round < 5; round += 1) {
        const nowMs = NOW + round * 2 * MINUTE;
        expect(await limiter.take(keys(3, `round${round}-`), nowMs)).toEqual({ status: 'allowed' });
        await expect(limiter.take([window({ key: 'new' })], nowMs)).rejects.toMatchObject({ code: 'OTP_STORE_FULL' });
      }
    });

    it('looks further than usual for a key that is over before it refuses a new one', async () => {
      const limiter = createMemoryRateLimiter({ maxKeys: 1001 });
      // Both kinds are due in the same twelve days, which the wheel opens as one slot: the one key stands last in it.
      const slotMs = 2 ** 20 * 1000;
      const startMs = slotMs * 1706;
      const longer = keys(1000).map((call) => ({ ...call, durationMs: 20 * DAY }));
      await limiter.take(longer, startMs);
      await limiter.take([window({ key: 'shorter', durationMs: 14 * DAY })], startMs);
      expect(await limiter.take([window({ key: 'new' })], startMs + 16 * DAY)).toEqual({ status: 'allowed' });
      await expect(limiter.take([window({ key: 'newer' })], startMs + 16 * DAY)).rejects.toMatchObject({
        code: 'OTP_STORE_FULL',
      });
    });

    it('counts new keys from nothing after others were over', async () => {
      const limiter = createMemoryRateLimiter();
      await takeTimes(limiter, 3, keys(50), NOW);
      expect(await takeTimes(limiter, 4, keys(50, 'other'), NOW + 2 * MINUTE)).toEqual([
        'allowed',
        'allowed',
        'allowed',
        'limited',
      ]);
    });

    it('keeps up with thousands of keys that are over at once, while as many new ones come', async () => {
      const limiter = createMemoryRateLimiter({ maxKeys: 6000 });
      for (let round = 0; round < 4; round += 1) {
        for (let index = 0; index < 5000; index += 1) {
          const call = [window({ key: `${round}-${index}`, durationMs: HOUR })];
          expect(await limiter.take(call, NOW + round * 2 * HOUR)).toEqual({ status: 'allowed' });
        }
      }
    });

    it('forgets everything when closed, and then waves nothing through', async () => {
      const limiter = createMemoryRateLimiter();
      await limiter.take([window()], NOW);
      await limiter.close?.();
      await limiter.close?.();
      await expect(limiter.take([window()], NOW)).rejects.toMatchObject({
        code: 'OTP_STORE_UNAVAILABLE',
        message: 'The memory rate limiter is closed.',
      });
    });
  });

  it('refuses options that make no sense, all at once', () => {
    for (const maxKeys of [0, -1, 1.5, Number.NaN, '5', null, 10_000_001]) {
      const options = { maxKeys, maxkeys: 5 } as unknown as MemoryRateLimiterOptions;
      expect(() => createMemoryRateLimiter(options)).toThrow(
        expect.objectContaining({
          code: 'OTP_CONFIGURATION',
          message: expect.stringContaining('createMemoryRateLimiter: '),
          problems: [expect.objectContaining({ option: 'maxkeys' }), expect.objectContaining({ option: 'maxKeys' })],
        }),
      );
    }
    for (const options of [null, 5, 'maxKeys', []]) {
      expect(() => createMemoryRateLimiter(options as unknown as MemoryRateLimiterOptions)).toThrow(
        expect.objectContaining({ code: 'OTP_CONFIGURATION' }),
      );
    }
  });
});
