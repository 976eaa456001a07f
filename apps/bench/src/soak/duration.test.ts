import { describe, expect, it } from 'vitest';
import { readDuration } from './duration.ts';

describe('readDuration', () => {
  it('takes two minutes, and twenty seconds for a quick look', () => {
    expect(readDuration([])).toEqual({ thoroughness: 'full', seconds: 120 });
    expect(readDuration(['--quick'])).toEqual({ thoroughness: 'quick', seconds: 20 });
  });

  it('takes as long as it is told, and decides nothing in less than the usual time', () => {
    expect(readDuration(['--seconds', '3600'])).toEqual({ thoroughness: 'full', seconds: 3600 });
    expect(readDuration(['--seconds', '30'])).toEqual({ thoroughness: 'quick', seconds: 30 });
  });

  it.each(['0', '5', '-1', '1.5', 'soon', '3601'])('refuses %s seconds', (seconds) => {
    expect(() => readDuration([`--seconds=${seconds}`])).toThrow('--seconds must be');
  });

  it('refuses what it does not know', () => {
    expect(() => readDuration(['--fast'])).toThrow('--fast');
  });
});
