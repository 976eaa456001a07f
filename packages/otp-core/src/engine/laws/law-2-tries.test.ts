import { describe, expect, it } from 'vitest';
import { createProviderTestBed, createTestBed, granted, MINUTE_MS, NUMBER, wrong } from '../test-support/test-bed.ts';

const AT_ONCE = 50;

describe('law 2: at most maxAttempts guesses count, however many arrive together', () => {
  it('counts five of 50 parallel wrong guesses', async () => {
    const { otp, provider } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    const code = wrong(provider.lastCode());
    const results = await Promise.all(Array.from({ length: AT_ONCE }, () => otp.verify({ challenge, code })));
    expect(results.filter((result) => !result.ok && result.reason === 'mismatch')).toHaveLength(5);
    expect(results.filter((result) => !result.ok && result.reason === 'exhausted')).toHaveLength(45);
    expect(await otp.verify({ challenge, code: provider.lastCode() })).toEqual({ ok: false, reason: 'exhausted' });
  });

  it('asks a provider at most as often as there are tries, and never more than it allows', async () => {
    const { otp, provider } = createProviderTestBed({ maxChecks: 3 });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await Promise.all(Array.from({ length: AT_ONCE }, () => otp.verify({ challenge, code: '999999' })));
    expect(provider.checks).toHaveLength(3);
  });

  it.each(['same', 'new'] as const)('gives none back on a resend of the %s code', async (resendCode) => {
    const { otp, provider, clock } = createTestBed({ policy: { resendCode } });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    for (let attemptsLeft = 4; attemptsLeft >= 3; attemptsLeft -= 1) {
      const code = wrong(provider.lastCode());
      expect(await otp.verify({ challenge, code })).toEqual({ ok: false, reason: 'mismatch', attemptsLeft });
    }
    await clock.advance(MINUTE_MS);
    const resent = granted(await otp.resend({ challenge }));
    const code = wrong(provider.lastCode());
    expect(await otp.verify({ challenge: resent.challenge, code })).toMatchObject({ attemptsLeft: 2 });
    expect(await otp.verify({ challenge, code })).toMatchObject({ attemptsLeft: 1 });
  });

  it('gives none back when a request repeats an open challenge', async () => {
    const { otp, provider, clock } = createTestBed({ policy: { binding: 'number' } });
    await otp.request({ to: NUMBER });
    const code = wrong(provider.lastCode());
    await otp.verify({ to: NUMBER, code });
    await clock.advance(MINUTE_MS);
    granted(await otp.request({ to: NUMBER }));
    expect(await otp.verify({ to: NUMBER, code })).toMatchObject({ attemptsLeft: 3 });
  });
});
