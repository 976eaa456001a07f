import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryOnceStore } from './index.ts';

const START_MS = Date.UTC(2030, 0, 1);
const DAY_MS = 86_400_000;
const claimOf = (key: string, nowMs: number | null = START_MS) => ({ key, ttlMs: 60_000, holdMs: 1000, nowMs });

describe('createMemoryOnceStore', () => {
  afterEach(() => vi.useRealTimers());

  it('refuses a new key when it is full, forgets none for it, and takes new ones once others are over', async () => {
    const once = createMemoryOnceStore({ maxKeys: 2 });
    for (const key of ['a', 'b']) expect(await once.claim(claimOf(key))).toMatchObject({ status: 'claimed' });
    await expect(once.claim(claimOf('c'))).rejects.toMatchObject({
      code: 'OTP_STORE_FULL',
      message: 'The memory once store is full: it holds its 2 keys.',
    });
    expect(await once.claim(claimOf('a'))).toMatchObject({ status: 'under-way' });
    expect(await once.claim(claimOf('c', START_MS + 60_000))).toMatchObject({ status: 'claimed' });
  });

  it('has space again at once for what was released', async () => {
    const once = createMemoryOnceStore({ maxKeys: 1 });
    const claimed = await once.claim(claimOf('a'));
    const token = claimed.status === 'claimed' ? claimed.token : '';
    await once.release({ key: 'a', token });
    expect(await once.claim(claimOf('b'))).toMatchObject({ status: 'claimed' });
  });

  it('remembers a key that was claimed anew after a release for its new time', async () => {
    const once = createMemoryOnceStore();
    const claimed = await once.claim(claimOf('a'));
    const token = claimed.status === 'claimed' ? claimed.token : '';
    await once.release({ key: 'a', token });
    await once.claim(claimOf('a', START_MS + 30_000));
    await once.claim(claimOf('b', START_MS + 70_000));
    expect(await once.claim(claimOf('a', START_MS + 70_000))).toEqual({ status: 'done', value: null });
  });

  it('lets go of what is over while others come, so that a million that passed by leave nothing', async () => {
    const once = createMemoryOnceStore({ maxKeys: 1000 });
    for (let index = 0; index < 20_000; index += 1) {
      const outcome = await once.claim({ ...claimOf(`${index}`, START_MS + index * 100), ttlMs: 50_000 });
      expect(outcome.status).toBe('claimed');
    }
  });

  it('takes a key anew in the very millisecond in which its time is over, even where no other key finds space', async () => {
    const once = createMemoryOnceStore({ maxKeys: 1 });
    const brief = { ...claimOf('a'), ttlMs: 1500 };
    await once.claim(brief);
    expect(await once.claim({ ...brief, nowMs: START_MS + 1499 })).toMatchObject({ status: 'done' });
    expect(await once.claim({ ...brief, nowMs: START_MS + 1500 })).toMatchObject({ status: 'claimed' });
  });

  describe('looking for keys that are over', () => {
    // Both kinds are over in the same twelve days, which the wheel opens as one slot: the one key stands last in it.
    const startMs = 2 ** 20 * 1000 * 1706;
    const laterMs = startMs + 16 * DAY_MS;

    async function createFilled(maxKeys: number) {
      const once = createMemoryOnceStore({ maxKeys });
      const claim = (key: string, ttlMs: number) => once.claim({ key, ttlMs, holdMs: 1000, nowMs: startMs });
      for (let index = 1; index < maxKeys; index += 1) await claim(`longer ${index}`, 20 * DAY_MS);
      await claim('shorter', 14 * DAY_MS);
      return once;
    }

    it('goes further than usual before a new one is refused', async () => {
      const once = await createFilled(1001);
      expect(await once.claim(claimOf('new', laterMs))).toMatchObject({ status: 'claimed' });
      await expect(once.claim(claimOf('newer', laterMs))).rejects.toMatchObject({ code: 'OTP_STORE_FULL' });
    });

    it('goes on a little at every call, whatever it is about', async () => {
      const once = await createFilled(1101);
      for (let call = 0; call < 30; call += 1) {
        expect(await once.claim(claimOf('longer 1', laterMs))).toMatchObject({ status: 'done' });
      }
      expect(await once.claim(claimOf('new', laterMs))).toMatchObject({ status: 'claimed' });
    });
  });

  it('gives back no claim whose hold is over by its own clock, where nobody says the time', async () => {
    vi.useFakeTimers({ now: START_MS, toFake: ['Date'] });
    const once = createMemoryOnceStore();
    const claimed = await once.claim(claimOf('a', null));
    const token = claimed.status === 'claimed' ? claimed.token : '';
    vi.setSystemTime(START_MS + 1000);
    expect(await once.release({ key: 'a', token })).toEqual({ status: 'lost' });
  });

  it('remembers a key that was claimed anew for its new time', async () => {
    const once = createMemoryOnceStore();
    await once.claim(claimOf('a'));
    await once.claim(claimOf('a', START_MS + 60_000));
    for (let index = 0; index < 100; index += 1) await once.claim(claimOf(`${index}`, START_MS + 70_000));
    expect(await once.claim(claimOf('a', START_MS + 119_999))).toEqual({ status: 'done', value: null });
  });

  it('answers after close with an error', async () => {
    const once = createMemoryOnceStore();
    await once.close?.();
    const call = { key: 'a', token: 't' };
    for (const each of [
      once.claim(claimOf('a')),
      once.record({ ...call, value: '', nowMs: null }),
      once.release(call),
    ]) {
      await expect(each).rejects.toMatchObject({
        code: 'OTP_STORE_UNAVAILABLE',
        message: 'The memory once store is closed.',
      });
    }
  });

  it.each([[null], [{ maxKeys: 0 }], [{ maxKeys: 1.5 }], [{ typo: 1 }]])('refuses %o', (options) => {
    expect(() => createMemoryOnceStore(options as never)).toThrow(
      expect.objectContaining({
        code: 'OTP_CONFIGURATION',
        message: expect.stringContaining('createMemoryOnceStore: '),
      }),
    );
  });
});
