import { describe, expect, it } from 'vitest';
import { createMemoryCodeStore } from '../memory/index.ts';
import type { CodeStore } from '../spec/index.ts';
import { createTestBed, granted, NUMBER } from './test-support/test-bed.ts';

describe('a request that fails half-way', () => {
  it('is told as failed when its send cannot be given back either', async () => {
    const store: CodeStore = { ...createMemoryCodeStore(), discard: () => Promise.reject(new Error('down')) };
    const { otp, provider, events } = createTestBed({ store });
    provider.behave('refuse');
    expect(await otp.request({ to: NUMBER })).toMatchObject({ reason: 'delivery-failed' });
    expect(events.at(-1)).toMatchObject({ type: 'store-failed', operation: 'discard', code: 'OTP_STORE_UNAVAILABLE' });
  });

  it('throws at the moment it was to be answered when the store fails behind `answerAfterMs`', async () => {
    const store: CodeStore = { ...createMemoryCodeStore(), issue: () => Promise.reject(new Error('down')) };
    const { otp, clock } = createTestBed({ store });
    let thrown: unknown;
    const requesting = otp.request({ to: NUMBER, answerAfterMs: 3_000 }).catch((error: unknown) => {
      thrown = error;
    });
    await clock.advance(2_999);
    expect(thrown).toBeUndefined();
    await clock.advance(1);
    await requesting;
    expect(thrown).toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
  });

  it('may be answered as late as the call may take, and no later', async () => {
    const { otp, clock } = createTestBed();
    const requesting = otp.request({ to: NUMBER, answerAfterMs: 15_000 });
    await clock.advance(15_000);
    granted(await requesting);
    await expect(otp.request({ to: NUMBER, answerAfterMs: 15_001 })).rejects.toMatchObject({ code: 'OTP_MISUSE' });
  });
});
