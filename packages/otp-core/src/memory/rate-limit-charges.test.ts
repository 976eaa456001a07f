import { describe, expect, it } from 'vitest';
import type { RateLimitWindow } from '../spec/index.ts';
import { createMemoryRateLimiter } from './memory-rate-limiter.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const YEAR = 366 * 86_400_000;

function window(change: Partial<RateLimitWindow> = {}): RateLimitWindow {
  return { key: 'key', max: 3, durationMs: 60_000, ...change };
}

describe('charges, read by createMemoryRateLimiter', () => {
  const numbers = [Number.NaN, 0, -1, 1.5, Number.POSITIVE_INFINITY, '3', null, 3n, {}, [3]];

  it.each([
    ['windows', [undefined, null, 'windows', { length: 1 }, new Set(), Array.from({ length: 1001 }, () => window())]],
    ['window', [[undefined], [null], ['key'], [window(), 7], new Array(1)]],
    [
      'key',
      ['', 'x'.repeat(129), 'x'.repeat(5_000_000), 7, null, undefined, ['key'], {}].map((key) => [
        { ...window(), key },
      ]),
    ],
    ['max', [...numbers, undefined, 1_000_000_001].map((max) => [{ ...window(), max }])],
    ['duration', [...numbers, undefined, 999, YEAR + 1].map((durationMs) => [{ ...window(), durationMs }])],
    ['cost', [...numbers, 4].map((cost) => [{ ...window(), cost }])],
  ])('refuses %s that make no sense, and charges nothing', async (_, calls: unknown[]) => {
    const limiter = createMemoryRateLimiter();
    for (const call of calls) {
      const windows = (Array.isArray(call) ? [window(), ...call] : call) as RateLimitWindow[];
      await expect(limiter.take(windows, NOW)).rejects.toMatchObject({ code: 'OTP_MISUSE' });
    }
    expect(await limiter.take([window(), window(), window()], NOW)).toEqual({ status: 'allowed' });
  });

  it('refuses times that no clock shows', async () => {
    const limiter = createMemoryRateLimiter();
    for (const time of [undefined, Number.NaN, -1, Number.POSITIVE_INFINITY, 8.64e15 + 1, '0', new Date()]) {
      await expect(limiter.take([window()], time as number)).rejects.toMatchObject({ code: 'OTP_MISUSE' });
    }
    expect(await limiter.take([window({ durationMs: YEAR })], 8.64e15)).toEqual({ status: 'allowed' });
  });

  it('does not repeat a key in an error', async () => {
    const limiter = createMemoryRateLimiter({ maxKeys: 1 });
    await limiter.take([window()], NOW);
    const calls = [window({ key: 'secret', max: 0 }), window({ key: 'secret', cost: 9 }), window({ key: 'secret' })];
    for (const call of calls) {
      await expect(limiter.take([call], NOW)).rejects.toSatisfy((error) => !String(error).includes('secret'));
    }
  });
});
