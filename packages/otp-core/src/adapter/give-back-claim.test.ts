import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReleaseOutcome } from '../spec/index.ts';
import { giveBackClaim } from './give-back-claim.ts';

describe('giveBackClaim', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const RELEASED: ReleaseOutcome = { status: 'released' };

  it('asks once where the store gives it back at once', async () => {
    const release = vi.fn(async () => RELEASED);
    giveBackClaim(release, 60_000);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(release).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[how: string, fail: () => Promise<ReleaseOutcome>]>([
    ['rejects', () => Promise.reject(new Error('down'))],
    ['hangs', () => new Promise(() => undefined)],
    ['knows of no such claim yet', async () => ({ status: 'lost' })],
    [
      'throws',
      () => {
        throw new Error('down');
      },
    ],
  ])('asks again while the store %s, and stops once it is given back', async (_how, fail) => {
    let isDown = true;
    const release = vi.fn(() => (isDown ? fail() : Promise.resolve(RELEASED)));
    giveBackClaim(release, 60_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(release).toHaveBeenCalledTimes(3);
    isDown = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(release).toHaveBeenCalledTimes(4);
  });

  it('stops when the hold is over', async () => {
    const release = vi.fn(async (): Promise<ReleaseOutcome> => ({ status: 'lost' }));
    giveBackClaim(release, 13_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(release).toHaveBeenCalledTimes(6);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stops after a minute, however long the hold', async () => {
    const release = vi.fn(async (): Promise<ReleaseOutcome> => ({ status: 'lost' }));
    giveBackClaim(release, 86_400_000);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(release).toHaveBeenCalledTimes(11);
    expect(vi.getTimerCount()).toBe(0);
  });
});
