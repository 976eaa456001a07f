import { describe, expect, it } from 'vitest';
import { createTestBed, granted, MINUTE_MS, NUMBER, wrong } from '../test-support/test-bed.ts';

describe('law 5: nobody can burn, replace or invalidate a challenge without its handle', () => {
  it('lets the owner verify whatever a stranger does to the number meanwhile', async () => {
    const { otp, provider, clock } = createTestBed();
    const owner = granted(await otp.request({ to: NUMBER }));
    const code = provider.lastCode();
    for (let attack = 0; attack < 6; attack += 1) {
      await clock.advance(45_000);
      const stranger = await otp.request({ to: NUMBER });
      if (!stranger.ok) continue;
      for (let tries = 0; tries < 6; tries += 1) await otp.verify({ challenge: stranger.challenge, code: wrong(code) });
      await otp.resend({ challenge: stranger.challenge });
      await otp.cancel({ challenge: stranger.challenge });
    }
    expect(clock.now()).toBeLessThan(owner.expiresAt.getTime());
    expect(await otp.verify({ challenge: owner.challenge, code })).toMatchObject({ ok: true });
  });

  it('keeps the reserve for known clients when strangers have used up the rest', async () => {
    const { otp, clock } = createTestBed();
    for (let tries = 0; tries < 20; tries += 1) {
      await otp.request({ to: NUMBER });
      await clock.advance(2 * MINUTE_MS);
    }
    expect(await otp.request({ to: NUMBER })).toMatchObject({ ok: false });
    granted(await otp.request({ to: NUMBER, client: { known: true } }));
  });

  it('gives a handle of another client away to nobody: every request has a challenge of its own', async () => {
    const { otp, clock } = createTestBed();
    const owner = granted(await otp.request({ to: NUMBER, idempotencyKey: 'session-1' }));
    await clock.advance(MINUTE_MS);
    const stranger = granted(await otp.request({ to: NUMBER, idempotencyKey: 'session-2' }));
    await otp.cancel({ challenge: stranger.challenge });
    expect(await otp.verify({ challenge: owner.challenge, code: '000000' })).toMatchObject({ reason: 'mismatch' });
  });
});
