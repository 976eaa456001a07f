/** What a wrong code costs: tries of the challenge, and the number's slow budget over all challenges. */
import { expect, it } from 'vitest';
import type { Arrange } from '../engine-with-a-provider.ts';
import { DAY_MS, granted, MINUTE_MS, wrong } from '../support/provider-bed.ts';

export function guessingCases(arrange: Arrange): void {
  it('spend the tries one by one; then the right one comes too late', async () => {
    const { otp, number, newestCode, traits, told } = arrange();
    const { challenge } = granted(await otp.request({ to: number }));
    const code = newestCode();
    for (let attemptsLeft = traits.tries - 1; attemptsLeft >= 0; attemptsLeft -= 1) {
      const guess = wrong(code, attemptsLeft + 1);
      expect(await otp.verify({ challenge, code: guess })).toEqual({ ok: false, reason: 'mismatch', attemptsLeft });
    }
    expect(await otp.verify({ challenge, code })).toEqual({ ok: false, reason: 'exhausted' });
    expect(told().slice(2)).toEqual([...Array(traits.tries).fill('code-mismatched'), 'verification-refused']);
  });

  it('spend no more tries when they come together', async () => {
    const { otp, number, newestCode, traits } = arrange();
    const { challenge } = granted(await otp.request({ to: number }));
    const code = wrong(newestCode());
    const results = await Promise.all(Array.from({ length: 12 }, () => otp.verify({ challenge, code })));
    const reasons = results.map((result) => (result.ok ? 'accepted' : result.reason));
    expect(reasons.filter((reason) => reason === 'mismatch')).toHaveLength(traits.tries);
    expect(reasons.filter((reason) => reason === 'exhausted')).toHaveLength(12 - traits.tries);
  });

  it('cost nothing where they are no codes', async () => {
    const { otp, number, newestCode, traits } = arrange();
    const { challenge } = granted(await otp.request({ to: number }));
    const code = newestCode();
    const noCodes = [
      '',
      code.slice(1),
      `${code}0`,
      ` ${code.slice(1)}`,
      `x${code.slice(1)}`,
      `${code} ${code}`,
      `+${code}`,
      `${code.slice(0, 3)}.${code.slice(3)}`,
      '٠'.repeat(code.length - 1),
      '1'.repeat(5_000_000),
    ];
    for (const each of noCodes) {
      expect(await otp.verify({ challenge, code: each })).toEqual({ ok: false, reason: 'malformed', field: 'code' });
    }
    expect(await otp.verify({ challenge, code: Number(code) as unknown as string })).toMatchObject({
      reason: 'malformed',
    });
    expect(await otp.verify({ challenge: `${challenge}x`, code })).toMatchObject({ ok: false });
    expect(await otp.verify({ challenge, code: wrong(code) })).toMatchObject({ attemptsLeft: traits.tries - 1 });
    expect(await otp.verify({ challenge, code })).toMatchObject({ ok: true });
  });

  it('of several challenges use up one budget, until time or `unlock` gives it back', async () => {
    const failureQuotas = [{ max: 4, durationMs: DAY_MS }];
    const policy = { maxAttempts: 3, failureQuotas, knownClientReserve: 0, stepUp: null, cooldownsMs: [1_000] };
    const { otp, clock, number, newestCode, traits, told } = arrange({ policy });
    const { challenge } = granted(await otp.request({ to: number }));
    for (const step of [1, 2, 3]) await otp.verify({ challenge, code: wrong(newestCode(), step) });
    const freedAtMs = clock.now() + DAY_MS * traits.failureStretch;
    await clock.advance(10 * MINUTE_MS);
    // Three of four are spent, and a challenge has three tries of its own.
    expect(await otp.request({ to: number })).toEqual({ ok: false, reason: 'locked', retryAt: new Date(freedAtMs) });
    expect(told().at(-1)).toBe('request-refused');
    await otp.unlock({ to: number });
    expect(told().at(-1)).toBe('number-unlocked');
    const again = granted(await otp.request({ to: number }));
    expect(await otp.verify({ challenge: again.challenge, code: newestCode() })).toMatchObject({ ok: true });
  });

  it('make the next codes longer where the code is ours', async () => {
    const policy = { stepUp: { afterFailures: 2, withinMs: DAY_MS, codeLength: 8 } };
    const { otp, clock, number, newestCode, traits } = arrange({ policy });
    const { challenge } = granted(await otp.request({ to: number }));
    for (const step of [1, 2]) await otp.verify({ challenge, code: wrong(newestCode(), step) });
    expect(await otp.verify({ challenge, code: newestCode() })).toMatchObject({ ok: true });
    await clock.advance(MINUTE_MS);
    const next = granted(await otp.request({ to: number }));
    expect([next.codeLength, newestCode().length]).toEqual([traits.longerCodeLength, traits.longerCodeLength]);
    expect(await otp.verify({ challenge: next.challenge, code: newestCode() })).toMatchObject({ ok: true });
  });
}
