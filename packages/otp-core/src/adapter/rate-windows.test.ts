import { describe, expect, it } from 'vitest';
import type { RateLimitWindow } from '../spec/index.ts';
import { readRateLimitCharges } from './rate-windows.ts';

const YEAR = 366 * 86_400_000;

function window(change: Partial<RateLimitWindow> = {}): RateLimitWindow {
  return { key: 'key', max: 3, durationMs: 60_000, ...change };
}

describe('readRateLimitCharges', () => {
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
  ])('refuses %s that make no sense', (_, calls: unknown[]) => {
    for (const windows of calls) {
      expect(() => readRateLimitCharges(windows)).toThrow(expect.objectContaining({ code: 'OTP_MISUSE' }));
    }
  });

  it('takes what is just within', () => {
    const widest = { key: 'x'.repeat(128), max: 1_000_000_000, durationMs: YEAR, cost: 1_000_000_000 };
    const narrowest = { key: 'x', max: 1, durationMs: 1000 };
    expect(readRateLimitCharges([widest, narrowest])).toEqual([widest, { ...narrowest, cost: 1 }]);
  });

  it('reads each field once, so that nothing changes after it was checked', () => {
    let reads = 0;
    const changing = {
      ...window(),
      get max() {
        reads += 1;
        return reads === 1 ? 3 : 0;
      },
    };
    expect(readRateLimitCharges([changing])).toEqual([{ ...window(), cost: 1 }]);
  });
});
