import { describe, expect, it } from 'vitest';
import { OtpStoreError } from '../index.ts';
import { createMemoryCodeStore, createMemoryRateLimiter } from '../memory/index.ts';
import type { CodeStore } from '../spec/index.ts';
import { createProviderTestBed, createTestBed, granted, NUMBER } from './test-support/test-bed.ts';

describe('a store', () => {
  it.each(['redeem', 'settle'] as const)('that answers nonsense to %s has verified nobody', async (verb) => {
    const store = { ...createMemoryCodeStore(), [verb]: async () => ({ status: 'yes' }) };
    const { otp, provider } = createProviderTestBed({}, { store });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await expect(otp.verify({ challenge, code: provider.lastCode(NUMBER) })).rejects.toMatchObject({
      code: 'OTP_STORE_UNAVAILABLE',
      message: expect.stringContaining(verb),
    });
  });

  it.each([
    ['ECONNREFUSED', 'The store failed: ECONNREFUSED (issue). Nothing was allowed.'],
    [`TO_${NUMBER.slice(1)}`, 'The store failed (issue). Nothing was allowed.'],
    ['no connection', 'The store failed (issue). Nothing was allowed.'],
    [7, 'The store failed (issue). Nothing was allowed.'],
  ])('that fails with the code %j tells an operator no more than its name', async (code, message) => {
    const failure = Object.assign(new Error(`for ${NUMBER}`), { code });
    const { otp } = createTestBed({ store: { ...createMemoryCodeStore(), issue: () => Promise.reject(failure) } });
    const thrown = await otp.request({ to: NUMBER }).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'OTP_STORE_UNAVAILABLE', message });
    expect((thrown as Error).cause).toBeUndefined();
  });

  it('that names its fault has the name told, and nothing else of its words', async () => {
    const failure = new OtpStoreError('OTP_STORE_UNAVAILABLE', `at redis.internal for ${NUMBER}`, 'READONLY');
    const { otp } = createTestBed({ store: { ...createMemoryCodeStore(), issue: () => Promise.reject(failure) } });
    await expect(otp.request({ to: NUMBER })).rejects.toMatchObject({
      message: 'The store failed: READONLY (issue). Nothing was allowed.',
    });
  });

  it('that says a decoy was right is not believed', async () => {
    const store: CodeStore = {
      ...createMemoryCodeStore(),
      redeem: async () => ({ status: 'accepted', challengeId: 'c' }),
    };
    const { otp } = createTestBed({ store });
    const { challenge } = granted(await otp.request({ to: { decoy: 'nobody' } }));
    expect(await otp.verify({ challenge, code: '000000' })).toEqual({ ok: false, reason: 'not-found' });
  });

  it('and a limiter without `close` are left alone on close', async () => {
    const { close: _store, ...store } = createMemoryCodeStore();
    const { close: _limiter, ...rateLimiter } = createMemoryRateLimiter();
    const { otp } = createTestBed({ store, rateLimiter });
    await otp.close();
  });
});
