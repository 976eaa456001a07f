import { describe, expect, it } from 'vitest';
import { median, percentile } from './statistics.ts';

describe('percentile', () => {
  it('finds the value that a share of the samples lie below, in any order', () => {
    const samples = [5, 1, 4, 2, 3, 10, 9, 8, 7, 6];
    expect(percentile(samples, 0)).toBe(1);
    expect(percentile(samples, 0.95)).toBe(10);
    expect(percentile(samples, 0.5)).toBe(6);
    expect(percentile(samples, 1)).toBe(10);
    expect(samples[0]).toBe(5);
  });

  it('refuses to make a figure of nothing', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });
});

describe('median', () => {
  it('is the middle one, or lies between the two', () => {
    expect(median([30, 10, 20])).toBe(20);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });
});
