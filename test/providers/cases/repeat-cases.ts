/** The same once more: a resend, a request that is repeated, and an account that does not exist. */
import { expect, it } from 'vitest';
import type { Arrange } from '../engine-with-a-provider.ts';
import { granted, MINUTE_MS, type ProviderBed, wrong } from '../support/provider-bed.ts';

export function repeatCases(arrange: Arrange): void {
  it('sends one more message, whose code and handle hold; tries and expiry stay', async () => {
    const { otp, clock, number, newestCode, messageCount, traits, told, events } = arrange();
    const first = granted(await otp.request({ to: number }));
    const firstCode = newestCode();
    expect(await otp.verify({ challenge: first.challenge, code: wrong(firstCode) })).toMatchObject({ ok: false });
    await clock.advance(MINUTE_MS);
    const second = granted(await otp.resend({ challenge: first.challenge }));
    expect(second).toMatchObject({ expiresAt: first.expiresAt, codeLength: first.codeLength, delivery: 'accepted' });
    expect(messageCount()).toBe(2);
    if (traits.isCodeOurs) expect(newestCode()).toBe(firstCode);
    expect(await otp.verify({ challenge: second.challenge, code: wrong(newestCode()) })).toEqual({
      ok: false,
      reason: 'mismatch',
      attemptsLeft: traits.tries - 2,
    });
    expect(await otp.verify({ challenge: second.challenge, code: newestCode() })).toMatchObject({ ok: true });
    expect(told().filter((type) => type === 'code-issued')).toHaveLength(2);
    expect(new Set(events.flatMap((event) => ('challengeId' in event ? [event.challengeId] : []))).size).toBe(1);
  });

  it('is refused once the challenge is over', async () => {
    const { otp, clock, number, newestCode, messageCount } = arrange();
    const used = granted(await otp.request({ to: number }));
    expect(await otp.verify({ challenge: used.challenge, code: newestCode() })).toMatchObject({ ok: true });
    await clock.advance(MINUTE_MS);
    expect(await otp.resend({ challenge: used.challenge })).toEqual({ ok: false, reason: 'challenge-not-active' });
    const left = granted(await otp.request({ to: number }));
    await clock.advance(5 * MINUTE_MS);
    expect(await otp.resend({ challenge: left.challenge })).toEqual({ ok: false, reason: 'challenge-not-active' });
    expect(messageCount()).toBe(2);
  });

  it('of a request with the same key sends nothing, and its handle is as good', async () => {
    const { otp, number, newestCode, messageCount, traits, told } = arrange();
    const first = granted(await otp.request({ to: number, idempotencyKey: 'once' }));
    const again = granted(await otp.request({ to: number, idempotencyKey: 'once' }));
    expect(again).toMatchObject({ delivery: 'unknown', messageId: null, expiresAt: first.expiresAt });
    expect(messageCount()).toBe(1);
    expect(told().at(-1)).toBe('request-repeated');
    const code = newestCode();
    const expected = traits.isCheckedByNumber ? { ok: true } : { ok: false, reason: 'not-found' };
    expect(await otp.verify({ challenge: again.challenge, code })).toMatchObject(expected);
    expect((await otp.verify({ challenge: first.challenge, code })).ok).toBe(!traits.isCheckedByNumber);
  });

  it('looks the same for an account that does not exist, and reaches nobody', async () => {
    const known = arrange();
    const { otp, clock, events, number, traits, messageCount } = arrange();
    const real = granted(await known.otp.request({ to: known.number }));
    const decoy = granted(await otp.request({ to: { decoy: number } }));
    expect(Object.keys(decoy)).toEqual(Object.keys(real));
    expect(decoy).toMatchObject({ codeLength: real.codeLength, expiresAt: real.expiresAt, resendAt: real.resendAt });
    expect(decoy.maskedTo).toHaveLength(real.maskedTo.length);
    expect(decoy.challenge).toHaveLength(real.challenge.length);
    expect(await otp.verify({ challenge: decoy.challenge, code: '0'.repeat(traits.codeLength) })).toEqual({
      ok: false,
      reason: 'mismatch',
      attemptsLeft: traits.tries - 1,
    });
    expect(await otp.request({ to: { decoy: number } })).toMatchObject({ reason: 'cooldown' });
    await clock.advance(MINUTE_MS);
    granted(await otp.resend({ challenge: decoy.challenge }));
    expect(messageCount()).toBe(0);
    expect(events.every((event) => !('decoy' in event) || event.decoy)).toBe(true);
  });

  it('is answered at the very moment that hides accounts, and the code that was sent holds', async () => {
    const known = arrange();
    const unknown = arrange();
    const ask = async ({ otp, clock }: ProviderBed, to: string | { decoy: string }) => {
      const startedAtMs = clock.now();
      const answer = otp.request({ to, answerAfterMs: 2_000 });
      await clock.advance(2_000);
      const { challenge, ...rest } = granted(await answer);
      return { challenge, shape: { ...rest, maskedTo: rest.maskedTo.length, tookMs: clock.now() - startedAtMs } };
    };
    const real = await ask(known, known.number);
    const decoy = await ask(unknown, { decoy: unknown.number });
    expect(decoy.shape).toEqual(real.shape);
    expect(real.shape).toMatchObject({ delivery: 'unknown', messageId: null, tookMs: 2_000 });
    await expect.poll(known.messageCount).toBe(1);
    const verified = await known.otp.verify({ challenge: real.challenge, code: known.newestCode() });
    expect(verified.ok).toBe(known.traits.isCheckedByNumber);
  });
}
