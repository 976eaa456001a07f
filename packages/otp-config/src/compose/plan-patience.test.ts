import { describe, expect, it } from 'vitest';
import { planPatience } from './plan-patience.ts';

describe('planPatience', () => {
  it.each([
    [1, undefined, 9_000, undefined],
    [2, undefined, 9_000, 4_500],
    [3, undefined, 9_000, 3_000],
    [6, undefined, 9_000, 2_000],
    [3, 60_000, 9_000, 3_000],
    [3, 5_000, 4_500, 2_000],
    [3, 600, 540, 270],
    [2, 'soon', 9_000, 4_500],
  ])('gives %d vendors within %s ms a deadline of %d ms and %s ms each', (count, providerMs, deadlineMs, timeoutMs) => {
    const ofEach = timeoutMs === undefined ? {} : { timeoutMs };
    expect(planPatience(count, providerMs)).toEqual({ deadlineMs, ofEach });
  });
});
