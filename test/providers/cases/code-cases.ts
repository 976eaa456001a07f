/** The life of one code: told, tried, used, over. */
import { expect, it } from 'vitest';
import type { Arrange } from '../engine-with-a-provider.ts';
import { granted, HOUR_MS, MINUTE_MS, wrong } from '../support/provider-bed.ts';

export function codeCases(arrange: Arrange): void {
  it('is told by one message, and proves the number', async () => {
    const { otp, clock, events, number, provider, traits, messageCount, newestCode, told } = arrange();
    const sent = granted(await otp.request({ to: number }));
    expect(sent).toMatchObject({
      codeLength: traits.codeLength,
      delivery: 'accepted',
      expiresAt: new Date(clock.now() + 5 * MINUTE_MS),
      resendAt: new Date(clock.now() + MINUTE_MS / 2),
    });
    expect(sent.maskedTo).toMatch(new RegExp(`[^0-9]${number.slice(-2)}$`));
    expect(messageCount()).toBe(1);
    expect(newestCode()).toMatch(new RegExp(`^[0-9]{${traits.codeLength}}$`));
    expect(await otp.verify({ challenge: sent.challenge, code: newestCode() })).toEqual({
      ok: true,
      phoneNumber: number,
      purpose: 'default',
      tenant: 'default',
      verifiedAt: new Date(clock.now()),
    });
    expect(told()).toEqual(['code-issued', 'message-accepted', 'code-verified']);
    const about = events.flatMap((event) => ('challengeId' in event ? [`${event.subject} ${event.challengeId}`] : []));
    expect([about.length, new Set(about).size]).toEqual([3, 1]);
    expect(events[0]).toMatchObject({ providerId: provider.providerId, codeLength: traits.codeLength });
    // Some vendor's receipts are about this id: what the caller gets is what the events say.
    expect(events[1]).toMatchObject({
      providerId: provider.providerId,
      messageId: expect.stringMatching(/^\S+$/),
      decoy: false,
    });
    if (traits.isCodeOurs) expect(events[1]).toMatchObject({ messageId: sent.messageId, segments: 1 });
  });

  it('is read as it was typed and pasted, and reaches the provider in ASCII', async () => {
    const { otp, number, newestCode } = arrange();
    const { challenge } = granted(await otp.request({ to: number }));
    const arabic = [...newestCode()].map((digit) => String.fromCodePoint(0x660 + Number(digit))).join('');
    const code = `\u200f ${arabic.slice(0, 3)}\u2011${arabic.slice(3)}\u00a0\r\n`;
    expect(await otp.verify({ challenge, code })).toMatchObject({ ok: true, phoneNumber: number });
  });

  it('is worth nothing the second time', async () => {
    const { otp, number, newestCode, told } = arrange();
    const { challenge } = granted(await otp.request({ to: number }));
    expect(await otp.verify({ challenge, code: newestCode() })).toMatchObject({ ok: true });
    expect(await otp.verify({ challenge, code: newestCode() })).toEqual({ ok: false, reason: 'not-found' });
    expect(told().slice(2)).toEqual(['code-verified', 'verification-refused']);
  });

  it('is accepted once, however many bring it at the same time', async () => {
    const { otp, number, newestCode, told } = arrange();
    const { challenge } = granted(await otp.request({ to: number }));
    const code = newestCode();
    const results = await Promise.all(Array.from({ length: 12 }, () => otp.verify({ challenge, code })));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(told().filter((type) => type === 'code-verified')).toHaveLength(1);
  });

  it('lives until its last millisecond, and not one longer', async () => {
    const early = arrange();
    const late = arrange();
    for (const [{ otp, clock, number, newestCode, told }, waitMs, result] of [
      [early, 5 * MINUTE_MS - 1, { ok: true }],
      [late, 5 * MINUTE_MS, { ok: false, reason: 'expired' }],
    ] as const) {
      const { challenge } = granted(await otp.request({ to: number }));
      await clock.advance(waitMs);
      expect(await otp.verify({ challenge, code: newestCode() })).toMatchObject(result);
      expect(told().at(-1)).toBe(result.ok ? 'code-verified' : 'verification-refused');
    }
  });

  it('is followed by another one when it has expired, and proves nothing then', async () => {
    const { otp, clock, number, newestCode } = arrange();
    const first = granted(await otp.request({ to: number }));
    const code = newestCode();
    await clock.advance(HOUR_MS);
    const second = granted(await otp.request({ to: number }));
    const late = await otp.verify({ challenge: first.challenge, code });
    expect(late.ok ? 'accepted' : late.reason).toMatch(/^(?:expired|not-found)$/);
    expect(await otp.verify({ challenge: second.challenge, code: newestCode() })).toMatchObject({ ok: true });
  });

  it('counts for its purpose and its tenant alone, and a mix-up costs no try', async () => {
    const { otp, number, newestCode, traits } = arrange();
    const { challenge } = granted(await otp.request({ to: number, purpose: 'login', tenant: 'acme' }));
    const code = newestCode();
    for (const scope of [{}, { purpose: 'login' }, { tenant: 'acme' }, { purpose: 'payment', tenant: 'acme' }]) {
      expect(await otp.verify({ challenge, code, ...scope })).toEqual({ ok: false, reason: 'not-found' });
      expect(await otp.resend({ challenge, ...scope })).toEqual({ ok: false, reason: 'challenge-not-active' });
    }
    const scope = { purpose: 'login', tenant: 'acme' };
    expect(await otp.verify({ challenge, code: wrong(code), ...scope })).toMatchObject({
      attemptsLeft: traits.tries - 1,
    });
    expect(await otp.verify({ challenge, code, ...scope })).toMatchObject({ ok: true, ...scope });
  });

  it('of one number proves no other', async () => {
    const { otp, number, newestCode, traits } = arrange();
    const other = arrange();
    granted(await otp.request({ to: number }));
    const { challenge } = granted(await other.otp.request({ to: other.number }));
    const code = newestCode();
    // Four digits are the same by chance once in ten thousand runs.
    if (code === other.newestCode()) return;
    expect(await other.otp.verify({ challenge, code })).toEqual({
      ok: false,
      reason: 'mismatch',
      attemptsLeft: traits.tries - 1,
    });
  });

  it('is over when its holder gives it up', async () => {
    const { otp, clock, number, newestCode, told } = arrange();
    const { challenge } = granted(await otp.request({ to: number }));
    const code = newestCode();
    await otp.cancel({ challenge });
    await otp.cancel({ challenge });
    expect(await otp.verify({ challenge, code })).toEqual({ ok: false, reason: 'not-found' });
    expect(await otp.resend({ challenge })).toEqual({ ok: false, reason: 'challenge-not-active' });
    expect(told()).toContain('challenge-cancelled');
    await clock.advance(MINUTE_MS);
    const again = granted(await otp.request({ to: number }));
    expect(await otp.verify({ challenge: again.challenge, code: newestCode() })).toMatchObject({ ok: true });
  });

  it('can be given without a handle where the policy binds by number and the provider checks so', async () => {
    const { otp, number, newestCode, traits } = arrange({ policy: { binding: 'number' } });
    granted(await otp.request({ to: number }));
    const code = newestCode();
    const [onWrong, onRight] = traits.isCheckedByNumber
      ? [{ reason: 'mismatch', attemptsLeft: traits.tries - 1 }, { ok: true }]
      : [{ reason: 'not-found' }, { reason: 'not-found' }];
    expect(await otp.verify({ to: number, code: wrong(code) })).toMatchObject(onWrong);
    expect(await otp.verify({ to: number, code })).toMatchObject(onRight);
    expect(await otp.verify({ to: number, code })).toMatchObject({ ok: false });
  });
}
