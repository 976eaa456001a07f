/** For wires without a handle: anyone who knows the number can try its code, and no more than that. */
import { describe, expect, it } from 'vitest';
import { createTestBed, granted, MINUTE_MS, NUMBER, OTHER_SECRET, SECRET, wrong } from './test-support/test-bed.ts';

const BY_NUMBER = { policy: { binding: 'number', maxAttempts: 3 } } as const;

describe("policy.binding: 'number'", () => {
  it('verifies by number, once', async () => {
    const { otp, provider } = createTestBed(BY_NUMBER);
    granted(await otp.request({ to: NUMBER }));
    const code = provider.lastCode();
    expect(await otp.verify({ to: '+1 415 555 0123', code })).toMatchObject({ ok: true, phoneNumber: NUMBER });
    expect(await otp.verify({ to: NUMBER, code })).toEqual({ ok: false, reason: 'not-found' });
  });

  it('tells wrong, spent, expired and unknown codes apart', async () => {
    const { otp, provider, clock } = createTestBed(BY_NUMBER);
    expect(await otp.verify({ to: NUMBER, code: '123456' })).toEqual({ ok: false, reason: 'not-found' });
    granted(await otp.request({ to: NUMBER }));
    const code = provider.lastCode();
    for (const attemptsLeft of [2, 1, 0]) {
      expect(await otp.verify({ to: NUMBER, code: wrong(code) })).toEqual({
        ok: false,
        reason: 'mismatch',
        attemptsLeft,
      });
    }
    expect(await otp.verify({ to: NUMBER, code })).toEqual({ ok: false, reason: 'exhausted' });
    await clock.advance(MINUTE_MS);
    granted(await otp.request({ to: NUMBER }));
    await clock.advance(5 * MINUTE_MS);
    expect(await otp.verify({ to: NUMBER, code: provider.lastCode() })).toEqual({ ok: false, reason: 'expired' });
  });

  it('repeats the code of a request that is still open, and its handle works as well', async () => {
    const { otp, provider, clock } = createTestBed(BY_NUMBER);
    const first = granted(await otp.request({ to: NUMBER }));
    const code = provider.lastCode();
    await clock.advance(MINUTE_MS);
    const second = granted(await otp.request({ to: NUMBER }));
    expect(provider.messages).toHaveLength(2);
    expect(provider.lastCode()).toBe(code);
    expect(second.expiresAt).toEqual(first.expiresAt);
    expect(await otp.verify({ challenge: second.challenge, code })).toMatchObject({ ok: true });
  });

  it('keeps purposes apart, and binds only the purposes that ask for it', async () => {
    const { otp, provider, clock } = createTestBed({ purposes: { legacy: { binding: 'number' } } });
    granted(await otp.request({ to: NUMBER }));
    await clock.advance(MINUTE_MS);
    granted(await otp.request({ to: NUMBER, purpose: 'legacy' }));
    const code = provider.lastCode();
    await expect(otp.verify({ to: NUMBER, code })).rejects.toMatchObject({ code: 'OTP_MISUSE' });
    expect(await otp.verify({ to: NUMBER, code, purpose: 'legacy' })).toMatchObject({ ok: true, purpose: 'legacy' });
  });

  it('cannot repeat a code whose secret is gone, says so and gives the send back', async () => {
    const bed = createTestBed({ ...BY_NUMBER, subjectSecret: SECRET });
    granted(await bed.otp.request({ to: NUMBER }));
    const dropped = bed.engineWith({ secret: OTHER_SECRET });
    await bed.clock.advance(MINUTE_MS);
    expect(await dropped.request({ to: NUMBER })).toEqual({ ok: false, reason: 'challenge-not-active' });
    expect(bed.provider.messages).toHaveLength(1);
    await bed.clock.advance(5 * MINUTE_MS);
    granted(await dropped.request({ to: NUMBER }));
  });

  it('refuses what is no number as malformed', async () => {
    const { otp } = createTestBed(BY_NUMBER);
    const refused = await otp.verify({ to: '4155550123', code: '123456' });
    expect(refused).toEqual({ ok: false, reason: 'malformed', field: 'to' });
  });

  it('counts guesses about an account that does not exist as if it did', async () => {
    const { otp, clock } = createTestBed(BY_NUMBER);
    const to = { decoy: 'user-404' };
    expect(await otp.verify({ to, code: '123456' })).toEqual({ ok: false, reason: 'not-found' });
    granted(await otp.request({ to }));
    for (const attemptsLeft of [2, 1, 0]) {
      expect(await otp.verify({ to, code: '123456' })).toEqual({ ok: false, reason: 'mismatch', attemptsLeft });
    }
    expect(await otp.verify({ to, code: '123456' })).toEqual({ ok: false, reason: 'exhausted' });
    await clock.advance(MINUTE_MS);
    granted(await otp.request({ to }));
  });
});
