import { describe, expect, it } from 'vitest';
import { createMemoryCodeStore } from '../../memory/index.ts';
import { createProviderTestBed, createTestBed, granted, NUMBER } from '../test-support/test-bed.ts';

describe('law 10: every call ends within its deadline', () => {
  it('answers `unknown` when a sender hangs, and takes a late answer for nothing', async () => {
    const { otp, provider, clock, events } = createTestBed();
    provider.behave('hang');
    const requesting = otp.request({ to: NUMBER });
    await clock.advance(10_000);
    const { challenge, delivery } = granted(await requesting);
    expect(delivery).toBe('unknown');
    provider.release({ status: 'accepted', messageId: 'late' });
    await clock.advance(1);
    expect(events.at(-1)).toMatchObject({ type: 'provider-answered-late', status: 'accepted', durationMs: 10_000 });
    expect(await otp.verify({ challenge, code: provider.lastCode() })).toMatchObject({ ok: true });
  });

  it('refuses when a store hangs', async () => {
    const store = { ...createMemoryCodeStore(), issue: () => new Promise<never>(() => {}) };
    const { otp, clock, events } = createTestBed({ store });
    const requesting = otp.request({ to: NUMBER }).catch((error: unknown) => error);
    await clock.advance(2_000);
    expect(await requesting).toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    expect(events).toMatchObject([{ type: 'store-failed', operation: 'issue', durationMs: 2_000 }]);
  });

  it('tells `provider-unavailable` when a provider hangs on a check, with the try spent', async () => {
    const { otp, provider, clock } = createProviderTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    provider.behaveOnCheck('hang');
    const verifying = otp.verify({ challenge, code: provider.lastCode(NUMBER) });
    await clock.advance(10_000);
    expect(await verifying).toMatchObject({ reason: 'provider-unavailable', failure: { category: 'timeout' } });
    provider.release();
    expect(await otp.verify({ challenge, code: '999999' })).toMatchObject({ ok: false });
  });

  it('ends the whole call at its own deadline, whatever the parts are allowed', async () => {
    const { otp, provider, clock } = createTestBed({ deadlines: { providerMs: 100_000, totalMs: 3_000 } });
    provider.behave('hang');
    const requesting = otp.request({ to: NUMBER });
    await clock.advance(3_000);
    expect(granted(await requesting).delivery).toBe('unknown');
  });

  it('stops at the signal of the caller', async () => {
    const { otp, provider } = createTestBed();
    const controller = new AbortController();
    provider.behave('hang');
    const requesting = otp.request({ to: NUMBER, signal: controller.signal }).catch((error: unknown) => error);
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(await requesting).toMatchObject({ code: 'OTP_ABORTED' });
    await expect(otp.request({ to: NUMBER, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'OTP_ABORTED',
    });
    expect(provider.messages).toHaveLength(1);
  });

  it('waits on close for what is under way and refuses what comes after', async () => {
    const { otp, provider, clock } = createTestBed();
    provider.behave('hang');
    const requesting = otp.request({ to: NUMBER });
    let isClosed = false;
    const closing = otp.close().then(() => {
      isClosed = true;
    });
    await clock.advance(9_999);
    expect(isClosed).toBe(false);
    await clock.advance(1);
    granted(await requesting);
    await closing;
    await expect(otp.request({ to: NUMBER })).rejects.toMatchObject({ code: 'OTP_CLOSED' });
  });
});
