import { describe, expect, it } from 'vitest';
import { createMemoryOnceStore } from './index.ts';

const START_MS = Date.UTC(2030, 0, 1);
const claimOf = (key: string, nowMs: number | null = START_MS) => ({ key, ttlMs: 60_000, holdMs: 1000, nowMs });

describe('createMemoryOnceStore', () => {
  it('refuses a new key when it is full, forgets none for it, and takes new ones once others are over', async () => {
    const once = createMemoryOnceStore({ maxKeys: 2 });
    for (const key of ['a', 'b']) expect(await once.claim(claimOf(key))).toMatchObject({ status: 'claimed' });
    await expect(once.claim(claimOf('c'))).rejects.toMatchObject({ code: 'OTP_STORE_FULL' });
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

  it('lets go of what is over while others come, so that a million that passed by leave nothing', async () => {
    const once = createMemoryOnceStore({ maxKeys: 1000 });
    for (let index = 0; index < 20_000; index += 1) {
      const outcome = await once.claim({ ...claimOf(`${index}`, START_MS + index * 100), ttlMs: 50_000 });
      expect(outcome.status).toBe('claimed');
    }
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
      await expect(each).rejects.toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    }
  });

  it.each([[null], [{ maxKeys: 0 }], [{ maxKeys: 1.5 }], [{ typo: 1 }]])('refuses %o', (options) => {
    expect(() => createMemoryOnceStore(options as never)).toThrow(
      expect.objectContaining({ code: 'OTP_CONFIGURATION' }),
    );
  });
});
