/** What a provider is handed, and what is told of how it fared. */

import { createScriptedVerificationProvider } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import type { OtpEvent } from '../index.ts';
import type { SendOutcome, SmsSender, StartOutcome } from '../spec/index.ts';
import { createProviderTestBed, createTestBed, granted, MINUTE_MS, NUMBER } from './test-support/test-bed.ts';

function acceptedIn(events: readonly OtpEvent[]) {
  return events.flatMap((event) => (event.type === 'message-accepted' ? [event] : []));
}

function bedThatSends(outcome: SendOutcome, options: object = {}) {
  const send: SmsSender['send'] = async () => outcome;
  return createTestBed({
    provider: { specificationVersion: 'v1', kind: 'sms-sender', providerId: 'played', send },
    ...options,
  });
}

function bedThatStarts(outcome: (to: string) => StartOutcome) {
  return createTestBed({
    provider: { ...createScriptedVerificationProvider(), start: async ({ to }) => outcome(to) },
  });
}

describe('a text', () => {
  it('is composed from all that is known', async () => {
    const given: object[] = [];
    const { otp, provider } = createTestBed({
      message: {
        template: (facts) => {
          given.push(facts);
          return `Code: ${facts.code}`;
        },
      },
    });
    granted(await otp.request({ to: NUMBER, purpose: 'login', tenant: 'acme', locale: 'de-AT' }));
    expect(given).toMatchObject([
      { code: provider.lastCode(), minutes: 5, purpose: 'login', tenant: 'acme', locale: 'de-AT' },
    ]);
  });

  it.each([
    [30_000, 1],
    [MINUTE_MS, 1],
    [2 * MINUTE_MS - 1, 1],
    [2 * MINUTE_MS, 2],
  ])('of a code that lives %i ms speaks of %i whole minutes, and of one at least', async (ttlMs, minutes) => {
    const told: number[] = [];
    const { otp } = createTestBed({
      policy: { ttlMs },
      message: {
        template: (facts) => {
          told.push(facts.minutes);
          return `Code: ${facts.code}`;
        },
      },
    });
    granted(await otp.request({ to: NUMBER }));
    expect(told).toEqual([minutes]);
  });

  it('of one segment is not announced as longer', async () => {
    const { otp, events } = createTestBed();
    granted(await otp.request({ to: NUMBER }));
    expect(events.map((event) => event.type)).toEqual(['code-issued', 'message-accepted']);
  });
});

describe('an accepted message', () => {
  it('is billed by the segments the sender tells, and by those we counted where it tells none', async () => {
    for (const [outcome, segments] of [
      [{ status: 'accepted', messageId: 'm', segments: 3 }, 3],
      [{ status: 'accepted', messageId: 'm' }, 1],
    ] as const) {
      const { otp, events } = bedThatSends(outcome);
      expect(granted(await otp.request({ to: NUMBER })).messageId).toBe('m');
      expect(acceptedIn(events)).toMatchObject([{ providerId: 'played', messageId: 'm', segments, durationMs: 0 }]);
    }
  });

  it('of a verification provider has its reference for a name, and segments that nobody knows', async () => {
    const { otp, events } = createProviderTestBed();
    const { messageId, delivery } = granted(await otp.request({ to: NUMBER }));
    expect([messageId, delivery]).toEqual(['verification-1', 'accepted']);
    expect(acceptedIn(events)).toMatchObject([{ providerId: 'scripted', messageId: 'verification-1', segments: null }]);
  });
});

describe('a refused message', () => {
  it('tells the number in no words, however it is written', async () => {
    const { otp, events } = bedThatStarts(
      (to) => ({ status: 'refused', failure: { message: `no ${to.slice(1)}` } }) as StartOutcome,
    );
    expect(await otp.request({ to: NUMBER })).toMatchObject({ failure: { message: 'no [redacted]' } });
    expect(events.at(-1)).toMatchObject({ type: 'message-refused', failure: { message: 'no [redacted]' } });
  });
});

describe('a start', () => {
  it('is handed the language where there is one, and told to stop when its time is over', async () => {
    const asked: unknown[] = [];
    let signal: AbortSignal | undefined;
    const { otp, clock } = createTestBed({
      provider: {
        ...createScriptedVerificationProvider(),
        start: (input, options) => {
          asked.push(input);
          signal = options?.signal;
          return new Promise(() => {});
        },
      },
    });
    const requesting = otp.request({ to: NUMBER, locale: 'de' });
    await clock.advance(9_999);
    expect(signal?.aborted).toBe(false);
    await clock.advance(1);
    expect(signal?.aborted).toBe(true);
    expect(granted(await requesting).delivery).toBe('unknown');
    expect(asked).toEqual([{ to: NUMBER, locale: 'de' }]);
  });

  it('that says how long its code lives does not lengthen the challenge, and is told when it shortens it', async () => {
    for (const [ttlMs, livesMs] of [
      [MINUTE_MS, MINUTE_MS],
      [60 * MINUTE_MS, 5 * MINUTE_MS],
    ] as const) {
      const { otp, clock } = bedThatStarts(() => ({ status: 'accepted', reference: 'v-1', ttlMs }));
      expect(granted(await otp.request({ to: NUMBER })).expiresAt.getTime()).toBe(clock.now() + livesMs);
    }
  });
});

describe('a late answer', () => {
  it.each(['refused', 'unknown', 'accepted'] as const)(
    'that says `%s` is told as that, and changes nothing',
    async (status) => {
      const { otp, provider, clock, events } = createTestBed();
      provider.behave('hang');
      const requesting = otp.request({ to: NUMBER });
      await clock.advance(10_000);
      const { challenge } = granted(await requesting);
      await clock.advance(5_000);
      provider.release({ status, messageId: null, failure: {} } as unknown as SendOutcome);
      await clock.advance(1);
      expect(events.at(-1)).toMatchObject({
        type: 'provider-answered-late',
        providerId: 'recording',
        status,
        durationMs: 15_000,
      });
      expect(await otp.verify({ challenge, code: provider.lastCode() })).toMatchObject({ ok: true });
    },
  );
});
