/** A decoy that reads as a number is that number in everything but the message. */

import { describe, expect, it } from 'vitest';
import type { OtpPolicyOptions } from '../index.ts';
import { createMemoryRateLimiter } from '../memory/index.ts';
import type { PhoneNumberParser } from '../spec/index.ts';
import {
  createProviderTestBed,
  createTestBed,
  granted,
  HOUR_MS,
  MINUTE_MS,
  NUMBER,
  wrong,
} from './test-support/test-bed.ts';

const DECOY = { decoy: NUMBER };
const SPELT_OTHERWISE = { decoy: '+1 (415) 555-0123' };
const NEIGHBOURS = ['+14155550188', '+14155550189', '+14155550190'];
const ONE_AN_HOUR = [{ max: 1, durationMs: HOUR_MS }];

/** Numbers of the US, and of France, where nobody is sent anything. */
const phone: PhoneNumberParser = {
  parse: (input) =>
    input.startsWith('+33')
      ? { status: 'not-allowed' }
      : { status: 'valid', phoneNumber: input as `+${string}`, country: 'US' },
};

describe('a decoy that reads as a number', () => {
  it('shows the digits that were typed', async () => {
    const { otp, provider } = createTestBed();
    expect(granted(await otp.request({ to: SPELT_OTHERWISE })).maskedTo).toBe('+*******23');
    expect(provider.messages).toHaveLength(0);
  });

  it('has one cooldown in all spellings and flows, with an account and without', async () => {
    for (const first of [DECOY, NUMBER]) {
      for (const second of [DECOY, SPELT_OTHERWISE, NUMBER]) {
        const { otp } = createTestBed();
        granted(await otp.request({ to: first, purpose: 'login' }));
        expect(await otp.request({ to: second, purpose: 'sign-up' })).toMatchObject({ reason: 'cooldown' });
      }
    }
  });

  it('is unlocked with its number', async () => {
    const { otp } = createTestBed();
    granted(await otp.request({ to: DECOY }));
    await otp.unlock({ to: NUMBER });
    granted(await otp.request({ to: DECOY }));
  });

  it.each(['requestsPerNumberPrefix', 'requestsPerCountry'])('counts in %s', async (name) => {
    const rateLimits = { requestsPerNumberPrefix: [], [name]: ONE_AN_HOUR };
    const { otp } = createTestBed({ phone, rateLimiter: createMemoryRateLimiter(), policy: { rateLimits } });
    granted(await otp.request({ to: DECOY }));
    for (const to of NEIGHBOURS) expect(await otp.request({ to })).toMatchObject({ reason: 'rate-limited' });
    for (const decoy of NEIGHBOURS) {
      expect(await otp.request({ to: { decoy } })).toMatchObject({ reason: 'rate-limited' });
    }
  });

  it('is refused where its number is not sent to, then as well when it is told later', async () => {
    const { otp, clock } = createTestBed({ phone });
    for (const to of ['+33612345678', { decoy: '+33612345678' }]) {
      expect(await otp.request({ to })).toEqual({ ok: false, reason: 'destination-not-allowed' });
      const requesting = otp.request({ to, answerAfterMs: 3_000 });
      await clock.advance(3_000);
      expect(await requesting).toEqual({ ok: false, reason: 'destination-not-allowed' });
    }
  });

  it('is refused a resend where its number is not sent to any more', async () => {
    let isAllowed = true;
    const { otp, clock } = createTestBed({ phone: { parse: (to) => phone.parse(isAllowed ? to : '+33') } });
    const { challenge } = granted(await otp.request({ to: DECOY }));
    isAllowed = false;
    await clock.advance(MINUTE_MS);
    expect(await otp.resend({ challenge })).toEqual({ ok: false, reason: 'destination-not-allowed' });
  });

  it('is answered as sent a resend, as its number is, where decoys are names', async () => {
    for (const to of [NUMBER, DECOY]) {
      let isAllowed = true;
      const parser: PhoneNumberParser = { parse: (input) => phone.parse(isAllowed ? input : '+33') };
      const { otp, provider, clock, events } = createTestBed({ phone: parser, decoys: 'names' });
      const { challenge } = granted(await otp.request({ to }));
      isAllowed = false;
      await clock.advance(MINUTE_MS);
      expect(await otp.resend({ challenge })).toEqual({ ok: false, reason: 'destination-not-allowed' });
      const resending = otp.resend({ challenge, answerAfterMs: 3_000 });
      await clock.advance(3_000);
      expect(granted(await resending).delivery).toBe('unknown');
      expect(provider.messages).toHaveLength(to === NUMBER ? 1 : 0);
      expect(events.filter((event) => event.type === 'request-refused' && event.hidden)).toEqual([
        expect.objectContaining({ cause: 'resend', reason: 'destination-not-allowed', limit: null }),
      ]);
    }
  });

  it('fails as its number does when the text cannot be composed', async () => {
    for (const to of [NUMBER, DECOY, { decoy: 'nobody' }]) {
      const { otp, clock } = createTestBed({ message: { template: () => 'no code' } });
      const requesting = otp.request({ to, answerAfterMs: 3_000 }).catch((error: unknown) => error);
      await clock.advance(3_000);
      expect(await requesting).toMatchObject({ code: 'OTP_MESSAGE' });
    }
  });
});

describe('a challenge that a number and its decoy share', () => {
  const BY_NUMBER = { policy: { binding: 'number', resendCode: 'new' } } as const;

  it('gives the number a code that is right, whoever asked first, and the decoy none', async () => {
    for (const order of [
      [DECOY, NUMBER],
      [NUMBER, DECOY],
    ]) {
      const { otp, provider, clock } = createTestBed(BY_NUMBER);
      const challenges: string[] = [];
      for (const to of order) {
        challenges.push(granted(await otp.request({ to })).challenge);
        await clock.advance(MINUTE_MS);
      }
      expect(provider.messages).toHaveLength(1);
      const code = provider.lastCode(NUMBER);
      const decoys = challenges[order.indexOf(DECOY)] ?? '';
      expect(await otp.verify({ challenge: decoys, code })).toEqual({ ok: false, reason: 'mismatch', attemptsLeft: 4 });
      expect(await otp.verify({ to: SPELT_OTHERWISE, code })).toMatchObject({ reason: 'mismatch', attemptsLeft: 3 });
      expect(await otp.verify({ to: NUMBER, code })).toMatchObject({ ok: true, phoneNumber: NUMBER });
    }
  });

  it('is not closed by a right code of the decoy, which counts as a wrong one', async () => {
    const { otp, provider, clock } = createTestBed(BY_NUMBER);
    const real = granted(await otp.request({ to: NUMBER }));
    await clock.advance(MINUTE_MS);
    const { challenge } = granted(await otp.request({ to: DECOY }));
    const code = provider.lastCode();
    for (let attemptsLeft = 4; attemptsLeft > 0; attemptsLeft -= 1) {
      const guess = attemptsLeft % 2 === 0 ? code : wrong(code);
      expect(await otp.verify({ challenge, code: guess })).toEqual({ ok: false, reason: 'mismatch', attemptsLeft });
    }
    expect(await otp.verify({ challenge: real.challenge, code })).toMatchObject({ ok: true });
  });

  it('is started at a provider that keeps one per number by whoever is sent its code', async () => {
    for (const order of [
      [DECOY, NUMBER],
      [NUMBER, DECOY],
    ]) {
      const { otp, provider, clock } = createProviderTestBed({ concurrency: 'per-number' });
      const challenges: string[] = [];
      for (const to of order) {
        challenges.push(granted(await otp.request({ to })).challenge);
        await clock.advance(MINUTE_MS);
      }
      expect(provider.starts).toHaveLength(1);
      const code = provider.lastCode(NUMBER);
      const ofDecoy = challenges[order.indexOf(DECOY)] ?? '';
      const ofNumber = challenges[order.indexOf(NUMBER)] ?? '';
      expect(await otp.verify({ challenge: ofDecoy, code })).toMatchObject({ reason: 'mismatch', attemptsLeft: 4 });
      expect(provider.checks).toHaveLength(0);
      expect(await otp.verify({ challenge: ofNumber, code })).toMatchObject({ ok: true });
    }
  });
});

describe('with answerAfterMs, a limit by range or country', () => {
  const bed = (rateLimits: object, policy: OtpPolicyOptions = {}) =>
    createTestBed({
      phone,
      rateLimiter: createMemoryRateLimiter(),
      policy: { ...policy, rateLimits: { requestsPerNumberPrefix: [], ...rateLimits } },
    });

  it.each([
    ['requestsPerNumberPrefix', 'number-prefix'],
    ['requestsPerCountry', 'country'],
  ])('is answered as sent, and told by an event: %s', async (name, limit) => {
    for (const to of [NEIGHBOURS[0] ?? '', { decoy: NEIGHBOURS[0] ?? '' }]) {
      const { otp, provider, clock, events } = bed({ [name]: ONE_AN_HOUR });
      granted(await otp.request({ to: NUMBER }));
      const requesting = otp.request({ to, answerAfterMs: 3_000 });
      await clock.advance(3_000);
      const { challenge, delivery } = granted(await requesting);
      expect(delivery).toBe('unknown');
      expect(provider.messages).toHaveLength(1);
      expect(events.filter((event) => event.type === 'code-issued')).toHaveLength(1);
      expect(events.filter((event) => event.type === 'request-refused')).toEqual([
        expect.objectContaining({ reason: 'rate-limited', limit, hidden: true, retryAtMs: expect.any(Number) }),
      ]);
      expect(await otp.verify({ challenge, code: '000000' })).toMatchObject({ reason: 'mismatch', attemptsLeft: 4 });
      expect(await otp.request({ to })).toMatchObject({ ok: false });
    }
  });

  it('replaces no code that was sent', async () => {
    const { otp, provider, clock } = bed({ requestsPerCountry: ONE_AN_HOUR }, { binding: 'number', resendCode: 'new' });
    granted(await otp.request({ to: NUMBER }));
    await clock.advance(MINUTE_MS);
    const requesting = otp.request({ to: NUMBER, answerAfterMs: 3_000 });
    await clock.advance(3_000);
    granted(await requesting);
    expect(provider.messages).toHaveLength(1);
    expect(await otp.verify({ to: NUMBER, code: provider.lastCode(NUMBER) })).toMatchObject({ ok: true });
  });

  it('is answered as sent, and told by an event, when it withholds a resend', async () => {
    for (const to of [NUMBER, DECOY]) {
      const { otp, provider, clock, events } = bed({ requestsPerCountry: ONE_AN_HOUR });
      const { challenge } = granted(await otp.request({ to }));
      await clock.advance(MINUTE_MS);
      const resending = otp.resend({ challenge, answerAfterMs: 3_000 });
      await clock.advance(3_000);
      expect(granted(await resending).delivery).toBe('unknown');
      expect(provider.messages).toHaveLength(to === NUMBER ? 1 : 0);
      expect(events.filter((event) => event.type === 'request-refused')).toEqual([
        expect.objectContaining({ cause: 'resend', reason: 'rate-limited', limit: 'country', hidden: true }),
      ]);
    }
  });

  it('lets a resend send, once it is over', async () => {
    const { otp, provider, clock } = bed({ requestsPerNumberPrefix: [{ max: 1, durationMs: MINUTE_MS }] });
    granted(await otp.request({ to: NUMBER }));
    const to = NEIGHBOURS[0] ?? '';
    const requesting = otp.request({ to, answerAfterMs: 3_000 });
    await clock.advance(3_000);
    const { challenge } = granted(await requesting);
    await clock.advance(2 * MINUTE_MS);
    const resending = otp.resend({ challenge, answerAfterMs: 3_000 });
    await clock.advance(3_000);
    granted(await resending);
    expect(await otp.verify({ challenge, code: provider.lastCode(to) })).toMatchObject({ ok: true });
  });

  it('gives way to one that everybody has, and is answered as that one', async () => {
    const { otp, clock } = bed({ requestsPerNumberPrefix: ONE_AN_HOUR, requestsPerAddress: ONE_AN_HOUR });
    const client = { ip: '192.0.2.1' };
    granted(await otp.request({ to: NUMBER, client }));
    const requesting = otp.request({ to: NEIGHBOURS[0] ?? '', client, answerAfterMs: 3_000 });
    await clock.advance(3_000);
    expect(await requesting).toMatchObject({ reason: 'rate-limited' });
  });
});
