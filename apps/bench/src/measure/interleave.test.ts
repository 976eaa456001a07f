import { describe, expect, it } from 'vitest';
import { type LaneTimes, timesAsLong } from './interleave.ts';

function lane(name: string, roundsUs: readonly number[]): LaneTimes {
  return { name, roundsUs, cyclesUs: [] };
}

describe('timesAsLong', () => {
  it('compares round by round, so that a machine that slows down for a while changes nothing', () => {
    const fast = lane('fast', [10, 1000, 10, 100]);
    const slow = lane('slow', [20, 2000, 20, 200]);
    expect(timesAsLong(slow, fast)).toBe(2);
    expect(timesAsLong(fast, slow)).toBe(0.5);
  });

  it('does not feel a round in which one of them was held up', () => {
    expect(timesAsLong(lane('slow', [30, 30, 9000]), lane('fast', [10, 10, 10]))).toBe(3);
  });
});
