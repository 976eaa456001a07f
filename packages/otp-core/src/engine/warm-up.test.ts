/** Before traffic: everything that the first call needs is there, and nobody was told or counted anything. */
import { describe, expect, it } from 'vitest';
import { OtpConfigurationError } from '../index.ts';
import { createMemoryCodeStore, createMemoryRateLimiter } from '../memory/index.ts';
import type { CodeStore, RateLimiter, RateLimitWindow } from '../spec/index.ts';
import { createProviderTestBed, createTestBed, granted, NUMBER } from './test-support/test-bed.ts';
import { countingStore, spyingStore } from './test-support/watched-store.ts';

describe('warmUp', () => {
  it('has every provider make itself ready, retired ones too, and asks them nothing', async () => {
    const ready: string[] = [];
    const retired = createProviderTestBed().provider;
    Object.assign(retired, { providerId: 'retired', warmUp: async () => ready.push('retired') });
    const { otp, provider, engineWith } = createProviderTestBed();
    Object.assign(provider, { warmUp: async () => ready.push('current') });
    await engineWith({ retired: [retired] }).warmUp();
    expect(ready.toSorted()).toEqual(['current', 'retired']);
    await otp.warmUp();
    expect([...provider.starts, ...provider.checks, ...retired.checks]).toEqual([]);
  });

  it('asks the store once, about nobody, and leaves nothing in it', async () => {
    const calls: string[] = [];
    const { otp, events } = createTestBed({ store: countingStore(calls) });
    await otp.warmUp();
    expect(calls).toEqual(['redeem']);
    expect(events).toEqual([]);
    const small = createTestBed({ store: createMemoryCodeStore({ maxNumbers: 1 }) });
    for (let calls = 0; calls < 3; calls += 1) await small.otp.warmUp();
    granted(await small.otp.request({ to: NUMBER, client: { known: true } }));
  });

  it('asks the store what a guess asks, with one digest', async () => {
    const seen: unknown[] = [];
    const { otp } = createTestBed({ store: spyingStore(seen) });
    await otp.warmUp();
    expect(seen).toEqual(['redeem', expect.objectContaining({ digests: [expect.stringMatching(/^[\w-]{16,}$/)] })]);
  });

  it('asks the limiter for a key of its own, never the same', async () => {
    const taken: RateLimitWindow[] = [];
    const limiter = createMemoryRateLimiter();
    const rateLimiter = {
      ...limiter,
      take: (windows: readonly RateLimitWindow[], nowMs: number | null) => {
        taken.push(...windows);
        return limiter.take(windows, nowMs);
      },
    };
    const { otp } = createTestBed({ rateLimiter });
    await otp.warmUp();
    await otp.warmUp();
    expect(taken).toHaveLength(2);
    expect(new Set(taken.map(({ key }) => key)).size).toBe(2);
    expect(taken.map(({ max, durationMs }) => [max, durationMs])).toEqual([
      [1, 1000],
      [1, 1000],
    ]);
  });

  it('rejects when the store does not answer, and tells the listener', async () => {
    const store: CodeStore = { ...createMemoryCodeStore(), redeem: () => Promise.reject(new Error('+14155550123')) };
    const { otp, events } = createTestBed({ store });
    await expect(otp.warmUp()).rejects.toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    expect(events).toMatchObject([{ type: 'store-failed', operation: 'warm-up', code: 'OTP_STORE_UNAVAILABLE' }]);
  });

  it('rejects when the limiter does not answer, and tells the listener', async () => {
    const rateLimiter: RateLimiter = { ...createMemoryRateLimiter(), take: () => Promise.reject(new Error('down')) };
    const { otp, events } = createTestBed({ rateLimiter });
    await expect(otp.warmUp()).rejects.toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    expect(events).toMatchObject([{ type: 'store-failed', operation: 'warm-up', code: 'OTP_STORE_UNAVAILABLE' }]);
  });

  it('rejects with what a provider says is missing, or with its name where it says nothing we may show', async () => {
    const { otp, provider } = createTestBed();
    const missing = new OtpConfigurationError('warmUp', [{ option: 'recorder', message: 'is not installed' }]);
    Object.assign(provider, { warmUp: () => Promise.reject(missing) });
    await expect(otp.warmUp()).rejects.toBe(missing);
    Object.assign(provider, {
      warmUp() {
        throw new Error('key=secret');
      },
    });
    const thrown = await otp.warmUp().catch((error: unknown) => error);
    const problems = [{ option: provider.providerId, message: 'failed to make itself ready' }];
    expect(thrown).toMatchObject({ code: 'OTP_CONFIGURATION', problems });
    expect(String(thrown)).toContain('warmUp');
    expect(String(thrown)).not.toContain('secret');
  });

  it('ends within the deadline of a provider that hangs, and the engine works all the same', async () => {
    const { otp, provider, clock } = createTestBed();
    Object.assign(provider, { warmUp: () => new Promise(() => {}) });
    const warming = otp.warmUp().catch((error: unknown) => error);
    await clock.advance(10_000);
    const problems = [{ option: provider.providerId, message: 'did not make itself ready in time' }];
    expect(await warming).toMatchObject({ code: 'OTP_CONFIGURATION', problems });
    granted(await otp.request({ to: NUMBER }));
  });

  it('is refused after close, which waits for it', async () => {
    const { otp, provider } = createTestBed();
    let finish = () => {};
    Object.assign(provider, { warmUp: () => new Promise<void>((resolve) => (finish = resolve)) });
    const order: string[] = [];
    const warming = otp.warmUp().then(() => order.push('warm'));
    const closing = otp.close().then(() => order.push('closed'));
    finish();
    await Promise.all([warming, closing]);
    expect(order).toEqual(['warm', 'closed']);
    await expect(otp.warmUp()).rejects.toMatchObject({ code: 'OTP_CLOSED' });
  });
});
