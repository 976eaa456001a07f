import { describe, expect, it } from 'vitest';
import { createTestBed, granted, HOUR_MS, NUMBER, OTHER_NUMBER, wrong } from '../test-support/test-bed.ts';

describe('law 12: what is expected is a value, and only misconfiguration, a failing store and misuse throw', () => {
  it('answers everything a client can do with a value', async () => {
    const { otp, provider, clock } = createTestBed();
    const results = [await otp.request({ to: 'nonsense' }), await otp.resend({ challenge: 'nonsense' })];
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    results.push(await otp.request({ to: NUMBER }));
    provider.behave('refuse');
    results.push(await otp.request({ to: OTHER_NUMBER }));
    const guesses = [
      await otp.verify({ challenge: 'nonsense', code: '000000' }),
      await otp.verify({ challenge, code: 'x' }),
    ];
    guesses.push(await otp.verify({ challenge, code: wrong(provider.lastCode(NUMBER)) }));
    await clock.advance(HOUR_MS);
    guesses.push(await otp.verify({ challenge, code: provider.lastCode(NUMBER) }));
    expect(results.map((result) => !result.ok && result.reason)).toEqual([
      'invalid-phone-number',
      'challenge-not-active',
      'cooldown',
      'delivery-failed',
    ]);
    expect(guesses.map((guess) => !guess.ok && guess.reason)).toEqual([
      'malformed',
      'malformed',
      'mismatch',
      'expired',
    ]);
  });
});
