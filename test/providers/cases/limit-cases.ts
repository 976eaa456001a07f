/** How often a number, and an address, gets a code. */
import { createMemoryRateLimiter } from '@countersign/otp-core/memory';
import { expect, it } from 'vitest';
import type { Arrange } from '../engine-with-a-provider.ts';
import { granted, HOUR_MS, SECOND_MS, wrong } from '../support/provider-bed.ts';

export function limitCases(arrange: Arrange): void {
  it('let a number wait between two messages, for as long as the answer says', async () => {
    const { otp, clock, number, messageCount, newestCode, told } = arrange();
    const { resendAt, challenge } = granted(await otp.request({ to: number }));
    for (const ask of [() => otp.request({ to: number }), () => otp.resend({ challenge })]) {
      expect(await ask()).toEqual({ ok: false, reason: 'cooldown', retryAt: resendAt });
    }
    await clock.advance(resendAt.getTime() - clock.now() - 1);
    expect(await otp.request({ to: number })).toMatchObject({ reason: 'cooldown' });
    expect(messageCount()).toBe(1);
    await clock.advance(1);
    const again = granted(await otp.request({ to: number }));
    expect(messageCount()).toBe(2);
    expect(await otp.verify({ challenge: again.challenge, code: newestCode() })).toMatchObject({ ok: true });
    expect(told().filter((type) => type === 'request-refused')).toHaveLength(3);
  });

  it('allow so many messages an hour, some of them to known clients only', async () => {
    const policy = { sendQuotas: [{ max: 4, durationMs: HOUR_MS }], cooldownsMs: [SECOND_MS], ttlMs: 600 * SECOND_MS };
    const { otp, clock, number, messageCount } = arrange({ policy });
    const freedAtMs = clock.now() + HOUR_MS;
    const { challenge } = granted(await otp.request({ to: number }));
    for (let sends = 2; sends <= 3; sends += 1) {
      await clock.advance(SECOND_MS);
      granted(await otp.resend({ challenge }));
    }
    await clock.advance(SECOND_MS);
    const refusal = { ok: false, reason: 'quota-exceeded', retryAt: new Date(freedAtMs) };
    expect(await otp.resend({ challenge })).toEqual(refusal);
    expect(messageCount()).toBe(3);
    granted(await otp.resend({ challenge, client: { known: true } }));
    expect(messageCount()).toBe(4);
    await clock.advance(SECOND_MS);
    expect(await otp.resend({ challenge, client: { known: true } })).toMatchObject({ reason: 'quota-exceeded' });
    expect(messageCount()).toBe(4);
  });

  it('hold for an address over all numbers, for requests and for guesses', async () => {
    const window = { durationMs: HOUR_MS };
    const rateLimits = { requestsPerAddress: [{ max: 1, ...window }], checksPerAddress: [{ max: 2, ...window }] };
    const { otp, clock, events, number, newestCode, messageCount } = arrange({
      rateLimiter: createMemoryRateLimiter(),
      policy: { rateLimits },
    });
    const client = { ip: '203.0.113.7' };
    const untilMs = clock.now() + HOUR_MS;
    const { challenge } = granted(await otp.request({ to: number, client }));
    const refusal = {
      ok: false,
      reason: 'rate-limited',
      retryAt: expect.toSatisfy((at: Date) => at.getTime() >= untilMs),
    };
    expect(await otp.request({ to: `${number}1`, client })).toEqual(refusal);
    expect(await otp.resend({ challenge, client })).toEqual(refusal);
    const code = newestCode();
    for (const step of [1, 2]) await otp.verify({ challenge, code: wrong(code, step), client });
    expect(await otp.verify({ challenge, code, client })).toEqual(refusal);
    expect(events.at(-1)).toMatchObject({ type: 'verification-refused', limit: 'address' });
    expect(await otp.verify({ challenge, code, client: { ip: '198.51.100.9' } })).toMatchObject({ ok: true });
    expect(messageCount()).toBe(1);
  });

  it('give every purpose a code of its own, unless the provider keeps one per number', async () => {
    const { otp, clock, number, newestCode, traits, messageCount } = arrange();
    const login = granted(await otp.request({ to: number, purpose: 'login' }));
    const loginCode = newestCode();
    await clock.advance(HOUR_MS / 60);
    const payment = await otp.request({ to: number, purpose: 'payment' });
    if (traits.isOnePerNumber) {
      expect(payment).toEqual({ ok: false, reason: 'quota-exceeded', retryAt: login.expiresAt });
      expect(messageCount()).toBe(1);
    } else {
      const { challenge } = granted(payment);
      const code = newestCode();
      expect(await otp.verify({ challenge, code, purpose: 'payment' })).toMatchObject({ ok: true });
    }
    expect(await otp.verify({ challenge: login.challenge, code: loginCode, purpose: 'login' })).toMatchObject({
      ok: true,
      purpose: 'login',
    });
  });

  it('refuse what is no number before anybody is asked', async () => {
    const { otp, told } = arrange();
    for (const to of ['', '12345', 'hello', '+1 (415) 555-0123 ext. 4', `+${'1'.repeat(5_000_000)}`]) {
      expect(await otp.request({ to })).toEqual({ ok: false, reason: 'invalid-phone-number' });
    }
    expect(new Set(told())).toEqual(new Set(['request-refused']));
  });
}
