/** What a guess is answered where it is not even compared. */
import { createMemoryCodeStore, createMemoryRateLimiter } from '@countersign/otp-core/memory';
import type { CodeStore } from '@countersign/otp-core/spec';
import { createScriptedVerificationProvider } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createProviderTestBed, createTestBed, granted, NUMBER } from './test-bed.ts';

describe('a guess beyond a limit', () => {
  it('is refused, right or not, until the moment that is told', async () => {
    const { otp, provider, clock } = createTestBed({
      rateLimiter: createMemoryRateLimiter(),
      policy: { ttlMs: 600_000, rateLimits: { checksPerAddress: [{ max: 1, durationMs: 60_000 }] } },
    });
    const client = { ip: '192.0.2.1' };
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    expect(await otp.verify({ challenge, code: '000000', client })).toMatchObject({ reason: 'mismatch' });
    const refused = await otp.verify({ challenge, code: provider.lastCode(), client });
    expect(refused).toEqual({ ok: false, reason: 'rate-limited', retryAt: expect.any(Date) });
    if (refused.ok || refused.reason !== 'rate-limited') throw new Error('expected a limit');
    await clock.advance(refused.retryAt.getTime() - clock.now());
    expect(await otp.verify({ challenge, code: provider.lastCode(), client })).toMatchObject({ ok: true });
  });
});

describe('a guess that the store cannot judge', () => {
  it.each(['redeem', 'settle'] as const)('is no success, and the failing %s is told by name', async (verb) => {
    for (const act of [() => Promise.reject(new Error('down')), async () => undefined]) {
      const store = { ...createMemoryCodeStore(), [verb]: act } as CodeStore;
      const { otp, provider, events } = createProviderTestBed({}, { store });
      const { challenge } = granted(await otp.request({ to: NUMBER }));
      const code = provider.lastCode(NUMBER);
      await expect(otp.verify({ challenge, code })).rejects.toMatchObject({
        code: 'OTP_STORE_UNAVAILABLE',
        message: expect.stringContaining(`(${verb})`),
      });
      expect(events.filter((event) => event.type === 'code-verified')).toEqual([]);
    }
    const store = { ...createMemoryCodeStore(), [verb]: () => Promise.reject(new Error('down')) } as CodeStore;
    const { otp, provider, events } = createProviderTestBed({}, { store });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await otp.verify({ challenge, code: provider.lastCode(NUMBER) }).catch(() => undefined);
    expect(events.at(-1)).toMatchObject({ type: 'store-failed', operation: verb, tenant: 'default' });
  });

  it('is not judged either where the limiter answers nothing', async () => {
    const bed = createTestBed();
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    const rateLimiter = { ...createMemoryRateLimiter(), take: async () => undefined as never };
    const limited = bed.engineWith({ rateLimiter });
    const guess = { challenge, code: bed.provider.lastCode(), client: { ip: '192.0.2.1' } };
    await expect(limited.verify(guess)).rejects.toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    expect(await bed.otp.verify(guess)).toMatchObject({ ok: true });
  });
});

describe('a guess about a code that a provider made', () => {
  it('is checked by reference, though the provider knows no other way', async () => {
    const { otp, provider } = createProviderTestBed({ checkByNumber: false });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    expect(await otp.verify({ challenge, code: provider.lastCode(NUMBER) })).toMatchObject({ ok: true });
  });

  it('is asked of nobody else when its maker is configured no more', async () => {
    const bed = createProviderTestBed({ providerId: 'old' });
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    const other = createScriptedVerificationProvider({ providerId: 'new' });
    for (let tries = 0; tries < 6; tries += 1) {
      expect(await bed.engineWith({ provider: other }).verify({ challenge, code: '999999' })).toMatchObject({
        reason: 'provider-unavailable',
        failure: { category: 'configuration', providerId: 'old' },
      });
    }
    expect(other.checks).toEqual([]);
    expect(await bed.otp.verify({ challenge, code: bed.provider.lastCode(NUMBER) })).toMatchObject({ ok: true });
  });
});
