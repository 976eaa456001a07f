/** What the store refuses, word for word: a refusal of anybody's store must never read as a success. */

import { describe, expect, it } from 'vitest';
import { createMemoryCodeStore } from '../memory/index.ts';
import type { IssueOutcome } from '../spec/index.ts';
import { createTestBed, granted, NUMBER } from './test-support/test-bed.ts';

const RETRY_AT_MS = Date.UTC(2031, 0, 1);
const retryAt = new Date(RETRY_AT_MS);

function bedWhoseStoreSays(outcome: unknown) {
  return createTestBed({ store: { ...createMemoryCodeStore(), issue: async () => outcome as IssueOutcome } });
}

describe('a request that the store refuses', () => {
  it.each<readonly [outcome: object, result: object]>([
    [
      { status: 'cooldown', retryAtMs: RETRY_AT_MS },
      { ok: false, reason: 'cooldown', retryAt },
    ],
    [
      { status: 'quota-exceeded', retryAtMs: RETRY_AT_MS },
      { ok: false, reason: 'quota-exceeded', retryAt },
    ],
    [
      { status: 'locked', retryAtMs: RETRY_AT_MS },
      { ok: false, reason: 'locked', retryAt },
    ],
    [
      { status: 'locked', retryAtMs: null },
      { ok: false, reason: 'locked', retryAt: null },
    ],
    [{ status: 'not-found' }, { ok: false, reason: 'challenge-not-active' }],
  ])('by %j is answered %j, and told so', async (outcome, result) => {
    const { otp, provider, events } = bedWhoseStoreSays(outcome);
    expect(await otp.request({ to: NUMBER })).toEqual(result);
    expect(events).toMatchObject([
      {
        type: 'request-refused',
        reason: (result as { reason: string }).reason,
        retryAtMs: 'retryAtMs' in outcome ? outcome.retryAtMs : null,
        limit: null,
      },
    ]);
    expect(provider.messages).toEqual([]);
  });
});

describe('a handle', () => {
  it.each(['x', 'A'.repeat(80)])('that is none, like %s, is told as a challenge that is over', async (challenge) => {
    const { otp, events } = createTestBed();
    expect(await otp.resend({ challenge })).toEqual({ ok: false, reason: 'challenge-not-active' });
    expect(events).toMatchObject([{ type: 'request-refused', cause: 'resend', subject: null }]);
  });

  it('of another purpose or tenant resends and closes nothing', async () => {
    const { otp, provider, clock, events } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER, purpose: 'login', tenant: 'acme' }));
    await clock.advance(60_000);
    for (const scope of [{}, { purpose: 'login' }, { tenant: 'acme' }, { purpose: 'login', tenant: 'other' }]) {
      expect(await otp.resend({ challenge, ...scope })).toEqual({ ok: false, reason: 'challenge-not-active' });
      expect(await otp.cancel({ challenge, ...scope })).toEqual({ ok: true });
    }
    expect(events.filter((event) => event.type === 'challenge-cancelled')).toEqual([]);
    expect(provider.messages).toHaveLength(1);
    const code = provider.lastCode();
    expect(await otp.verify({ challenge, code, purpose: 'login', tenant: 'acme' })).toMatchObject({ ok: true });
  });
});

describe('a granted request', () => {
  it('tells when it ends, the next send and the length of the code', async () => {
    const { otp, clock, events } = createTestBed({ policy: { codeLength: 7, ttlMs: 120_000 } });
    const result = granted(await otp.request({ to: NUMBER }));
    expect(result).toEqual({
      ok: true,
      challenge: expect.any(String),
      expiresAt: new Date(clock.now() + 120_000),
      resendAt: new Date(clock.now() + 30_000),
      codeLength: 7,
      maskedTo: '+*******23',
      delivery: 'accepted',
      messageId: 'message-1',
    });
    expect(events[0]).toMatchObject({
      type: 'code-issued',
      cause: 'request',
      providerId: 'recording',
      codeLength: 7,
      country: null,
      decoy: false,
    });
  });
});
