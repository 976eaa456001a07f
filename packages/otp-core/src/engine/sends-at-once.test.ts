/** Wires exist that allow several sends at once: without a cooldown and a reserve the quotas alone bound them. */
import { describe, expect, it } from 'vitest';
import { createTestBed, granted, MINUTE_MS, NUMBER } from './test-support/test-bed.ts';

const AT_ONCE = { cooldownsMs: [], knownClientReserve: 0 } as const;

function fiveAtOnce<Result>(ask: () => Promise<Result>): Promise<readonly Result[]> {
  return Promise.all(Array.from({ length: 5 }, ask));
}

describe('policy.cooldownsMs: []', () => {
  it('sends five messages at once, and a sixth is over the quota', async () => {
    const { otp, provider, clock } = createTestBed({
      policy: { ...AT_ONCE, maxLiveChallenges: 5, maxAttempts: 4 },
    });
    const results = await fiveAtOnce(() => otp.request({ to: NUMBER }));
    const challenges = results.map((result) => granted(result));
    expect(new Set(challenges.map(({ challenge }) => challenge)).size).toBe(5);
    expect(provider.messages).toHaveLength(5);
    for (const { resendAt } of challenges) expect(resendAt.getTime()).toBe(clock.now());
    expect(await otp.request({ to: NUMBER })).toMatchObject({ ok: false, reason: 'quota-exceeded' });
  });

  it('sends the one code of a number five times at once, where it is bound to the number', async () => {
    const { otp, provider } = createTestBed({ policy: { ...AT_ONCE, binding: 'number' } });
    for (const result of await fiveAtOnce(() => otp.request({ to: NUMBER }))) granted(result);
    expect(provider.messages).toHaveLength(5);
    expect(new Set(provider.messages.map(({ text }) => text)).size).toBe(1);
    expect(await otp.verify({ to: NUMBER, code: provider.lastCode() })).toMatchObject({ ok: true });
  });

  it('resends at once, within the quota and the life of the code', async () => {
    const { otp, provider, clock } = createTestBed({ policy: AT_ONCE });
    const { challenge, expiresAt } = granted(await otp.request({ to: NUMBER }));
    for (let resend = 0; resend < 4; resend += 1) {
      expect(granted(await otp.resend({ challenge })).expiresAt).toEqual(expiresAt);
    }
    expect(await otp.resend({ challenge })).toMatchObject({ ok: false, reason: 'quota-exceeded' });
    expect(provider.messages).toHaveLength(5);
    await clock.advance(5 * MINUTE_MS);
    expect(await otp.resend({ challenge })).toEqual({ ok: false, reason: 'challenge-not-active' });
  });

  it('gives back each of several sends at the same moment that the provider refuses', async () => {
    const { otp, provider } = createTestBed({ policy: { ...AT_ONCE, maxLiveChallenges: 5, maxAttempts: 4 } });
    provider.behave('refuse', 'refuse', 'refuse');
    const results = await fiveAtOnce(() => otp.request({ to: NUMBER }));
    expect(results.filter((result) => result.ok)).toHaveLength(2);
    for (let send = 0; send < 3; send += 1) granted(await otp.request({ to: NUMBER }));
    expect(await otp.request({ to: NUMBER })).toMatchObject({ ok: false, reason: 'quota-exceeded' });
  });
});
