import { describe, expect, it } from 'vitest';
import { createProviderTestBed, createTestBed, granted, MINUTE_MS, NUMBER } from '../test-support/test-bed.ts';

const AT_ONCE = 50;

describe('law 1: a code is accepted at most once', () => {
  it('has one winner among 50 parallel right guesses', async () => {
    const { otp, provider } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    const code = provider.lastCode();
    const results = await Promise.all(Array.from({ length: AT_ONCE }, () => otp.verify({ challenge, code })));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await otp.verify({ challenge, code })).toEqual({ ok: false, reason: 'not-found' });
  });

  it('has one winner among parallel approvals of a provider that approves everything', async () => {
    const { otp, provider } = createProviderTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    provider.behaveOnCheck(...Array.from({ length: AT_ONCE }, () => 'approve' as const));
    const guesses = Array.from({ length: AT_ONCE }, () => otp.verify({ challenge, code: '000000' }));
    const results = await Promise.all(guesses);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(provider.checks.length).toBeLessThanOrEqual(5);
  });

  it('has one winner when the same code is told by two handles of one challenge', async () => {
    const { otp, provider, clock } = createTestBed();
    const first = granted(await otp.request({ to: NUMBER }));
    await clock.advance(MINUTE_MS);
    const second = granted(await otp.resend({ challenge: first.challenge }));
    const code = provider.lastCode();
    const results = await Promise.all([first, second].map(({ challenge }) => otp.verify({ challenge, code })));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
  });
});
