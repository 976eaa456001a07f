/** Codes that a provider makes and checks: the same limits, tries and answers as our own. */
import { createRecordingSmsSender, createScriptedVerificationProvider } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import {
  createProviderTestBed,
  createTestBed,
  DAY_MS,
  granted,
  HOUR_MS,
  MINUTE_MS,
  NUMBER,
} from './test-support/test-bed.ts';

describe('a verification provider', () => {
  it('makes, sends and checks the code, by the reference sealed in the handle', async () => {
    const { otp, provider } = createProviderTestBed();
    const { challenge, codeLength } = granted(await otp.request({ to: NUMBER, locale: 'de-AT' }));
    expect(codeLength).toBe(6);
    expect(provider.starts).toEqual([{ to: NUMBER, locale: 'de-AT' }]);
    expect(await otp.verify({ challenge, code: '999999' })).toEqual({ ok: false, reason: 'mismatch', attemptsLeft: 4 });
    expect(await otp.verify({ challenge, code: provider.lastCode(NUMBER) })).toMatchObject({
      ok: true,
      phoneNumber: NUMBER,
    });
    expect(provider.checks[0]?.reference).toBe('verification-1');
  });

  it('is limited as a sender is', async () => {
    const { otp, provider, clock } = createProviderTestBed({}, { policy: { knownClientReserve: 0 } });
    granted(await otp.request({ to: NUMBER }));
    expect(await otp.request({ to: NUMBER })).toMatchObject({ reason: 'cooldown' });
    for (let sends = 0; sends < 10; sends += 1) {
      await clock.advance(6 * MINUTE_MS);
      await otp.request({ to: NUMBER });
    }
    expect(await otp.request({ to: NUMBER })).toMatchObject({ reason: 'quota-exceeded' });
    expect(provider.starts.length).toBeLessThanOrEqual(6);
  });

  it('is not started again for a repeated request, whose code is checked by number', async () => {
    const { otp, provider } = createProviderTestBed();
    granted(await otp.request({ to: NUMBER, idempotencyKey: 'once' }));
    const again = granted(await otp.request({ to: NUMBER, idempotencyKey: 'once' }));
    expect(provider.starts).toHaveLength(1);
    expect(again.delivery).toBe('unknown');
    expect(await otp.verify({ challenge: again.challenge, code: provider.lastCode(NUMBER) })).toMatchObject({
      ok: true,
    });
    expect(provider.checks[0]?.reference).toBeNull();
  });

  it('gives a refused start back and closes its challenge', async () => {
    const { otp, provider, clock } = createProviderTestBed(
      {},
      { policy: { sendQuotas: [{ max: 1, durationMs: HOUR_MS }] } },
    );
    provider.behaveOnStart('refuse');
    expect(await otp.request({ to: NUMBER })).toMatchObject({
      reason: 'delivery-failed',
      failure: { category: 'blocked-destination' },
    });
    await clock.advance(MINUTE_MS);
    granted(await otp.request({ to: NUMBER }));
  });

  it.each(['leave-unknown', 'throw', 'answer-nonsense'] as const)(
    'may have sent when its start ends in `%s`',
    async (behaviour) => {
      const { otp, provider } = createProviderTestBed();
      provider.behaveOnStart(behaviour);
      const { challenge, delivery } = granted(await otp.request({ to: NUMBER }));
      expect(delivery).toBe('unknown');
      const result = await otp.verify({ challenge, code: '999999' });
      expect(result.ok).toBe(false);
      expect(provider.starts).toHaveLength(1);
    },
  );

  it('is told of a cancelled challenge, which is closed whether it hears or not', async () => {
    const { otp, provider } = createProviderTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await otp.cancel({ challenge });
    expect(provider.cancelled).toEqual(['verification-1']);
    expect(await otp.verify({ challenge, code: provider.lastCode(NUMBER) })).toEqual({
      ok: false,
      reason: 'not-found',
    });
  });

  it('costs the try when it cannot be asked, as it may have been', async () => {
    const { otp, provider } = createProviderTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    provider.behaveOnCheck('leave-unknown', 'throw');
    for (const category of ['unavailable', 'unknown']) {
      const result = await otp.verify({ challenge, code: '999999' });
      expect(result).toMatchObject({ reason: 'provider-unavailable', failure: { category } });
    }
    expect(await otp.verify({ challenge, code: '999999' })).toMatchObject({ reason: 'mismatch', attemptsLeft: 2 });
  });

  it('lets an owner sign in every day without using up anything', async () => {
    const { otp, provider, clock } = createProviderTestBed({ codeLength: 4 });
    for (let day = 0; day < 60; day += 1) {
      const { challenge } = granted(await otp.request({ to: NUMBER }));
      expect(await otp.verify({ challenge, code: provider.lastCode(NUMBER) })).toMatchObject({ ok: true });
      await clock.advance(DAY_MS);
    }
  });

  it('spreads failures over longer the shorter its codes are', async () => {
    const days: number[] = [];
    for (const codeLength of [6, 5, 4]) {
      const { otp, clock } = createProviderTestBed({ codeLength });
      const code = '9'.repeat(codeLength);
      for (let challenges = 0; challenges < 3; challenges += 1) {
        const { challenge } = granted(await otp.request({ to: NUMBER }));
        for (let tries = 0; tries < 5; tries += 1) await otp.verify({ challenge, code });
        await clock.advance(HOUR_MS);
      }
      const refused = await otp.request({ to: NUMBER });
      if (refused.ok || refused.reason !== 'locked' || refused.retryAt === null) throw new Error('expected a lock');
      days.push(Math.round((refused.retryAt.getTime() - clock.now()) / DAY_MS));
    }
    expect(days).toEqual([1, 10, 100]);
  });
});

describe('what a provider says of itself', () => {
  it('shortens the life that is told when its codes live shorter', async () => {
    const { provider } = createProviderTestBed();
    const start: typeof provider.start = async (input) =>
      ({ ...(await provider.start(input)), ttlMs: MINUTE_MS }) as never;
    const { otp, clock } = createTestBed({ provider: { ...provider, start } });
    expect(granted(await otp.request({ to: NUMBER })).expiresAt.getTime()).toBe(clock.now() + MINUTE_MS);
  });

  it.each(['', 'x'.repeat(129), 'a"b', 'a\\b', 'a b', 'ä'])(
    'is not believed when its reference is %j',
    async (reference) => {
      const { provider } = createProviderTestBed();
      const { otp } = createTestBed({
        provider: { ...provider, start: async () => ({ status: 'accepted', reference }) },
      });
      expect(granted(await otp.request({ to: NUMBER })).delivery).toBe('unknown');
    },
  );

  it('decides whether a code without a reference can be checked at all; if not, no try is spent', async () => {
    for (const [checkByNumber, reason] of [
      [true, 'mismatch'],
      [false, 'not-found'],
    ] as const) {
      const { otp, provider } = createProviderTestBed({ checkByNumber });
      granted(await otp.request({ to: NUMBER, idempotencyKey: 'once' }));
      const { challenge } = granted(await otp.request({ to: NUMBER, idempotencyKey: 'once' }));
      expect(await otp.verify({ challenge, code: '999999' })).toMatchObject({ reason });
      expect(provider.checks).toHaveLength(checkByNumber ? 1 : 0);
    }
  });

  it('does not tell decoys from numbers by it', async () => {
    const { otp } = createProviderTestBed({ checkByNumber: false });
    const { challenge } = granted(await otp.request({ to: { decoy: 'nobody' } }));
    expect(await otp.verify({ challenge, code: '999999' })).toMatchObject({ reason: 'mismatch', attemptsLeft: 4 });
  });

  it('is not asked by number where it cannot be', async () => {
    const { otp, provider } = createProviderTestBed({ checkByNumber: false }, { policy: { binding: 'number' } });
    granted(await otp.request({ to: NUMBER }));
    expect(await otp.verify({ to: NUMBER, code: '999999' })).toEqual({ ok: false, reason: 'not-found' });
    expect(provider.checks).toHaveLength(0);
  });
});

describe('a provider that keeps one verification per number', () => {
  it('is asked again for the same purpose under the same challenge, and refuses another purpose meanwhile', async () => {
    const { otp, provider, clock } = createProviderTestBed({ concurrency: 'per-number', codeLength: 4 });
    const first = granted(await otp.request({ to: NUMBER, purpose: 'login' }));
    await otp.verify({ challenge: first.challenge, code: '9999', purpose: 'login' });
    await clock.advance(MINUTE_MS);
    expect(await otp.request({ to: NUMBER, purpose: 'payment' })).toMatchObject({
      reason: 'quota-exceeded',
      retryAt: first.expiresAt,
    });
    const second = granted(await otp.request({ to: NUMBER, purpose: 'login' }));
    expect(provider.starts).toHaveLength(2);
    expect(await otp.verify({ challenge: second.challenge, code: '9999', purpose: 'login' })).toMatchObject({
      attemptsLeft: 3,
    });
    const code = provider.lastCode(NUMBER);
    expect(await otp.verify({ challenge: second.challenge, code, purpose: 'login' })).toMatchObject({ ok: true });
  });
});

describe('swapping providers', () => {
  it('strands nobody: codes in flight are checked by whoever made them', async () => {
    const bed = createProviderTestBed({ providerId: 'old' });
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    const code = bed.provider.lastCode(NUMBER);
    const provider = createScriptedVerificationProvider({ providerId: 'new' });
    const swapped = bed.engineWith({ provider, retired: [bed.provider] });
    expect(await swapped.verify({ challenge, code })).toMatchObject({ ok: true });
    expect(provider.checks).toHaveLength(0);
  });

  it('says so, and spends no try, when the maker of a code is configured no more', async () => {
    const bed = createProviderTestBed({ providerId: 'old' });
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    const without = bed.engineWith({ provider: createRecordingSmsSender() });
    for (let tries = 0; tries < 6; tries += 1) {
      expect(await without.verify({ challenge, code: '999999' })).toMatchObject({
        reason: 'provider-unavailable',
        failure: { category: 'configuration', providerId: 'old' },
      });
    }
    const withRetired = bed.engineWith({ provider: createRecordingSmsSender(), retired: [bed.provider] });
    expect(await withRetired.verify({ challenge, code: bed.provider.lastCode(NUMBER) })).toMatchObject({ ok: true });
  });

  it('from a sender to a provider keeps our codes in flight, but does not resend them', async () => {
    const bed = createTestBed();
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    const swapped = bed.engineWith({ provider: createScriptedVerificationProvider() });
    await bed.clock.advance(MINUTE_MS);
    expect(await swapped.resend({ challenge })).toEqual({ ok: false, reason: 'challenge-not-active' });
    expect(await swapped.verify({ challenge, code: bed.provider.lastCode() })).toMatchObject({ ok: true });
  });

  it('works without handles too: the current provider is asked, then the retired ones', async () => {
    const bed = createProviderTestBed({ providerId: 'old' }, { policy: { binding: 'number' } });
    granted(await bed.otp.request({ to: NUMBER }));
    const provider = createScriptedVerificationProvider({ providerId: 'new' });
    const swapped = bed.engineWith({ provider, retired: [bed.provider] });
    expect(await swapped.verify({ to: NUMBER, code: bed.provider.lastCode(NUMBER) })).toMatchObject({ ok: true });
    expect(provider.checks).toHaveLength(1);
  });
});
