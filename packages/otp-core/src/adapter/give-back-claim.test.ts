import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReleaseOutcome } from '../spec/index.ts';

/** Of a process of its own, as its claims share their tries. */
let giveBackClaim: typeof import('./give-back-claim.ts').giveBackClaim;

describe('giveBackClaim', () => {
  beforeEach(async () => {
    vi.useFakeTimers();
    vi.resetModules();
    ({ giveBackClaim } = await import('./give-back-claim.ts'));
  });
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

  /** Claims of a store that is down, and back when told so. */
  function giveBackMany(count: number, holdMs = 60_000) {
    const tries = new Array<number>(count).fill(0);
    const givenBack = new Set<number>();
    let isDown = true;
    tries.forEach((_none, claim) => {
      giveBackClaim(async () => {
        tries[claim] = (tries[claim] ?? 0) + 1;
        if (isDown) throw new Error('down');
        givenBack.add(claim);
        return RELEASED;
      }, holdMs);
    });
    return {
      givenBack,
      triesOf: (claim: number) => tries[claim],
      countTries: () => tries.reduce((sum, each) => sum + each, 0),
      comeBack: () => {
        isDown = false;
      },
    };
  }

  it('asks fifty times a second at most, however many claims wait', async () => {
    const claims = giveBackMany(900);
    let tries = 0;
    for (let second = 1; second <= 59; second += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      expect(claims.countTries() - tries).toBeLessThanOrEqual(51);
      tries = claims.countTries();
    }
    expect(tries).toBeGreaterThan(2_900);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('asks for each claim before it asks for one again', async () => {
    const claims = giveBackMany(100);
    await vi.advanceTimersByTimeAsync(1_990);
    expect(Array.from({ length: 100 }, (_none, claim) => claims.triesOf(claim))).toEqual(new Array(100).fill(1));
  });

  it('asks first for a claim that is new, however long others have waited', async () => {
    const claims = giveBackMany(900);
    await vi.advanceTimersByTimeAsync(30_000);
    const release = vi.fn(async () => RELEASED);
    giveBackClaim(release, 60_000);
    await vi.advanceTimersByTimeAsync(20);
    expect(release).toHaveBeenCalledTimes(1);
    const tries = claims.countTries();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(claims.countTries()).toBe(tries + 50);
  });

  it('gives all of them back once the store is back', async () => {
    const claims = giveBackMany(400);
    await vi.advanceTimersByTimeAsync(40_000);
    claims.comeBack();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(claims.givenBack.size).toBe(400);
    const tries = claims.countTries();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(claims.countTries()).toBe(tries);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps a thousand at most: the oldest gives way', async () => {
    const claims = giveBackMany(1_200);
    await vi.advanceTimersByTimeAsync(20_000);
    claims.comeBack();
    await vi.advanceTimersByTimeAsync(39_000);
    expect(claims.givenBack.size).toBe(1_000);
    expect(claims.givenBack.has(199)).toBe(false);
    expect(claims.givenBack.has(200)).toBe(true);
    expect(claims.givenBack.has(1_199)).toBe(true);
  });

  it('asks no more for a claim whose hold ended while others were asked for', async () => {
    const claims = giveBackMany(100, 1_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(claims.countTries()).toBe(50);
    expect(claims.triesOf(99)).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
