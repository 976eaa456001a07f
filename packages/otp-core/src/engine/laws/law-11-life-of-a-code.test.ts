import { describe, expect, it } from 'vitest';
import { OtpConfigurationError } from '../../index.ts';
import { createProviderTestBed, createTestBed, granted, NUMBER } from '../test-support/test-bed.ts';

describe('law 11: the life of a code never exceeds its time to live', () => {
  it('ends at the moment that was told, whatever was resent', async () => {
    const { otp, provider, clock } = createTestBed();
    const first = granted(await otp.request({ to: NUMBER }));
    await clock.advance(30_000);
    granted(await otp.resend({ challenge: first.challenge }));
    await clock.advance(60_000);
    const third = granted(await otp.resend({ challenge: first.challenge }));
    expect(third.expiresAt).toEqual(first.expiresAt);
    await clock.advance(first.expiresAt.getTime() - clock.now());
    const code = provider.lastCode();
    expect(await otp.verify({ challenge: third.challenge, code })).toEqual({ ok: false, reason: 'expired' });
    expect(await otp.resend({ challenge: third.challenge })).toEqual({ ok: false, reason: 'challenge-not-active' });
  });

  it('allows no policy of more than ten minutes', () => {
    expect(() => createTestBed({ policy: { ttlMs: 600_001 } })).toThrow(OtpConfigurationError);
    createTestBed({ policy: { ttlMs: 600_000 } });
  });

  it('does not believe a provider that approves after the end', async () => {
    const { otp, provider, clock } = createProviderTestBed();
    const { challenge, expiresAt } = granted(await otp.request({ to: NUMBER }));
    await clock.advance(expiresAt.getTime() - clock.now() - 1_000);
    provider.behaveOnCheck('hang');
    const verifying = otp.verify({ challenge, code: provider.lastCode(NUMBER) });
    await clock.advance(5_000);
    provider.release();
    expect(await verifying).toEqual({ ok: false, reason: 'not-found' });
  });
});
