/** A resend repeats what was begun, by whoever can repeat it. */

import { createRecordingSmsSender, createScriptedVerificationProvider } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createMemoryCodeStore } from '../memory/index.ts';
import type { CodeStore, PhoneNumberParser } from '../spec/index.ts';
import {
  createProviderTestBed,
  createTestBed,
  granted,
  HOUR_MS,
  MINUTE_MS,
  NUMBER,
  OTHER_SECRET,
} from './test-support/test-bed.ts';

function storeThatCounts(issues: string[]): CodeStore {
  const store = createMemoryCodeStore();
  return {
    ...store,
    issue: (input) => {
      issues.push(input.intent);
      return store.issue(input);
    },
  };
}

describe('resend', () => {
  it('has a provider start once more, for the same challenge and its tries', async () => {
    const { otp, provider, clock } = createProviderTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await otp.verify({ challenge, code: '999999' });
    await clock.advance(MINUTE_MS);
    const again = granted(await otp.resend({ challenge }));
    expect(provider.starts).toHaveLength(2);
    const code = provider.lastCode(NUMBER);
    expect(await otp.verify({ challenge: again.challenge, code: '999999' })).toMatchObject({ attemptsLeft: 3 });
    expect(await otp.verify({ challenge: again.challenge, code })).toMatchObject({ ok: true });
    expect(provider.checks.map(({ reference }) => reference)).toEqual([
      'verification-1',
      'verification-2',
      'verification-2',
    ]);
  });

  it('asks no store about a code that whoever sends now cannot repeat', async () => {
    const issues: string[] = [];
    const store = storeThatCounts(issues);
    const ours = createTestBed({ store });
    const theirs = createProviderTestBed({}, { store });
    const handles = [
      [
        granted(await ours.otp.request({ to: NUMBER, tenant: 'a' })).challenge,
        createScriptedVerificationProvider(),
        'a',
      ],
      [granted(await theirs.otp.request({ to: NUMBER, tenant: 'b' })).challenge, createRecordingSmsSender(), 'b'],
    ] as const;
    for (const [challenge, provider, tenant] of handles) {
      expect(await ours.engineWith({ provider }).resend({ challenge, tenant })).toEqual({
        ok: false,
        reason: 'challenge-not-active',
      });
    }
    expect(issues).toEqual(['new', 'new']);
  });

  it('is told with the country of its number', async () => {
    const phone: PhoneNumberParser = {
      parse: (input) => ({ status: 'valid', phoneNumber: input as `+${string}`, country: 'US' }),
    };
    const { otp, clock, events } = createTestBed({ phone });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await clock.advance(MINUTE_MS);
    granted(await otp.resend({ challenge }));
    const issued = events.filter((event) => event.type === 'code-issued');
    expect(issued).toMatchObject([
      { cause: 'request', country: 'US' },
      { cause: 'resend', country: 'US' },
    ]);
  });
});

describe('cancel', () => {
  it('answers ok for what is closed afterwards: open, closed, expired or foreign', async () => {
    const { otp, clock } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    expect(await otp.cancel({ challenge })).toEqual({ ok: true });
    expect(await otp.cancel({ challenge })).toEqual({ ok: true });
    await clock.advance(HOUR_MS);
    expect(await otp.cancel({ challenge })).toEqual({ ok: true });
    const other = createTestBed({ secret: OTHER_SECRET });
    const foreign = granted(await other.otp.request({ to: NUMBER })).challenge;
    expect(await otp.cancel({ challenge: foreign })).toEqual({ ok: true });
  });

  it.each(['', 'x', 'not a handle', 'A'.repeat(2000), 7, null, undefined, {}])(
    'tells that %j is no handle, and asks nobody',
    async (challenge) => {
      const { otp, events } = createTestBed();
      expect(await otp.cancel({ challenge: challenge as string })).toEqual({ ok: false, reason: 'malformed' });
      expect(events).toEqual([]);
    },
  );

  it('tells a provider nothing of a code of ours, though it is called like the sender', async () => {
    const { otp, engineWith } = createTestBed({ provider: createRecordingSmsSender({ providerId: 'vendor' }) });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    const provider = createScriptedVerificationProvider({ providerId: 'vendor' });
    await engineWith({ provider }).cancel({ challenge });
    expect(provider.cancelled).toEqual([]);
  });

  it('closes a challenge whose provider is configured no more', async () => {
    const bed = createProviderTestBed({ providerId: 'old' });
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    await bed.engineWith({ provider: createRecordingSmsSender() }).cancel({ challenge });
    expect(bed.provider.cancelled).toEqual([]);
    expect(await bed.otp.verify({ challenge, code: bed.provider.lastCode(NUMBER) })).toMatchObject({
      reason: 'not-found',
    });
  });
});
