import type { CodeStore, OtpEvent } from '@countersign/otp-core';
import type { DeliveryEvent } from '@countersign/otp-core/delivery';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import {
  createManualClock,
  createRecordingSmsSender,
  createScriptedVerificationProvider,
} from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createOtp } from '../create-otp.ts';
import type { OtpSettings } from '../settings/otp-settings.ts';
import { environmentOf, SECRET } from '../test-support/environments.ts';
import { problemsOf } from '../test-support/problems-of.ts';

const TEST_NUMBER = '+15555550100';
const CODE = '424242';
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 11, 30, 12);

async function arrange(settings: Partial<OtpSettings> = {}) {
  const clock = createManualClock(START_MS);
  const sender = createRecordingSmsSender();
  const events: (OtpEvent | DeliveryEvent)[] = [];
  const { engine: otp } = await createOtp({
    provider: sender,
    store: createMemoryCodeStore(),
    secret: SECRET,
    testNumbers: [{ phoneNumber: TEST_NUMBER, code: CODE, until: '2026-12-31' }],
    clock,
    onEvent: (event) => events.push(event),
    ...settings,
  });
  const challengeOf = async (to = TEST_NUMBER) => {
    const sent = await otp.request({ to });
    if (!sent.ok) throw new Error(JSON.stringify(sent));
    return sent;
  };
  return { otp, clock, sender, events, challengeOf };
}

describe('a test number', () => {
  it('is sent nothing and verified by its code', async () => {
    const { otp, sender, events, challengeOf } = await arrange();
    const { challenge, codeLength } = await challengeOf('+1 (555) 555-0100');
    expect(codeLength).toBe(6);
    expect(await otp.verify({ challenge, code: CODE })).toMatchObject({ ok: true, phoneNumber: TEST_NUMBER });
    expect(sender.messages).toEqual([]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'message-accepted', providerId: 'test-numbers' }));
    expect(JSON.stringify(events)).not.toContain(CODE);
    await otp.close();
  });

  it('is verified by its code as it was typed, whoever makes the codes of other numbers', async () => {
    const typed = `\u200e４２４-２４２\n`;
    for (const settings of [{}, { provider: createScriptedVerificationProvider() }]) {
      const { otp, challengeOf } = await arrange(settings);
      const { challenge } = await challengeOf();
      expect(await otp.verify({ challenge, code: `${CODE} ${CODE}` })).toMatchObject({ reason: 'malformed' });
      expect(await otp.verify({ challenge, code: typed })).toMatchObject({ ok: true, phoneNumber: TEST_NUMBER });
      await otp.close();
    }
  });

  it('is found in every spelling that the parser of the deployment reads', async () => {
    const testNumbers = [{ phoneNumber: '+541123456789', code: CODE, until: '2026-12-31' }];
    const { otp, sender, clock, challengeOf } = await arrange({ testNumbers, defaultCountry: 'AR' });
    for (const to of ['+54 9 11 2345-6789', '011 15-2345-6789', '+541123456789', '+\uff15\uff14 11 2345 6789']) {
      const { challenge } = await challengeOf(to);
      const phoneNumber = '+5491123456789';
      expect(await otp.verify({ challenge, code: CODE })).toMatchObject({ ok: true, phoneNumber });
      await clock.advance(HOUR_MS);
    }
    expect(sender.messages).toEqual([]);
    await otp.close();
  });

  it('has one use, tries, a cooldown and an expiry like any other', async () => {
    const { otp, clock, challengeOf } = await arrange();
    const { challenge } = await challengeOf();
    expect(await otp.request({ to: TEST_NUMBER })).toMatchObject({ reason: 'cooldown' });
    expect(await otp.verify({ challenge, code: '000000' })).toMatchObject({ reason: 'mismatch', attemptsLeft: 4 });
    const guesses = Array.from({ length: 20 }, () => otp.verify({ challenge, code: CODE }));
    expect((await Promise.all(guesses)).filter(({ ok }) => ok)).toHaveLength(1);
    await clock.advance(30_000);
    const { challenge: other } = await challengeOf();
    for (let left = 4; left > 0; left -= 1) await otp.verify({ challenge: other, code: '000000' });
    expect(await otp.verify({ challenge: other, code: '000000' })).toMatchObject({ attemptsLeft: 0 });
    expect(await otp.verify({ challenge: other, code: CODE })).toMatchObject({ reason: 'exhausted' });
    await clock.advance(60_000);
    const { challenge: late } = await challengeOf();
    await clock.advance(300_000);
    expect(await otp.verify({ challenge: late, code: CODE })).toMatchObject({ reason: 'expired' });
    await otp.close();
  });

  it('is answered the same without an account, and then has no code', async () => {
    const answers = [];
    for (const to of [TEST_NUMBER, { decoy: '+1 (555) 555-0100' }]) {
      const { otp, clock } = await arrange();
      const requesting = otp.request({ to, answerAfterMs: 3_000 });
      await clock.advance(3_000);
      const sent = await requesting;
      if (!sent.ok) throw new Error(JSON.stringify(sent));
      answers.push({ ...sent, challenge: sent.challenge.length });
      if (to === TEST_NUMBER) continue;
      const { challenge } = sent;
      expect(await otp.verify({ challenge, code: CODE })).toMatchObject({ reason: 'mismatch', attemptsLeft: 4 });
    }
    expect(answers[1]).toEqual(answers[0]);
  });

  it('keeps purpose and tenant apart', async () => {
    const { otp, challengeOf } = await arrange();
    const { challenge } = await challengeOf();
    expect(await otp.verify({ challenge, code: CODE, purpose: 'payment' })).toMatchObject({ reason: 'not-found' });
    expect(await otp.verify({ challenge, code: CODE, tenant: 'other' })).toMatchObject({ reason: 'not-found' });
    await otp.close();
  });

  it('is resent to without a message, as others are with one', async () => {
    const { otp, clock, sender, challengeOf } = await arrange();
    const { challenge } = await challengeOf();
    const { challenge: real } = await challengeOf('+39123456789');
    await clock.advance(30_000);
    const again = await otp.resend({ challenge });
    expect(again).toMatchObject({ ok: true });
    expect(await otp.resend({ challenge: real })).toMatchObject({ ok: true });
    expect(sender.messages.map(({ to }) => to)).toEqual(['+39123456789', '+39123456789']);
    expect(await otp.verify({ challenge: again.ok ? again.challenge : '', code: CODE })).toMatchObject({ ok: true });
    await otp.close();
  });

  it('has a code that is no use to any other number', async () => {
    const { otp, challengeOf } = await arrange();
    const { challenge } = await challengeOf('+39123456789');
    expect(await otp.verify({ challenge, code: CODE })).toMatchObject({ reason: 'mismatch' });
    await otp.close();
  });

  it('is a number like any other after its last day, and a code then in flight is none', async () => {
    const { otp, clock, sender, challengeOf } = await arrange();
    await clock.advance(Date.UTC(2026, 11, 31, 23, 59) - START_MS);
    const { challenge } = await challengeOf();
    await clock.advance(60_000);
    expect(await otp.verify({ challenge, code: CODE })).toMatchObject({ reason: 'expired' });
    await clock.advance(DAY_MS);
    const { challenge: real } = await challengeOf();
    expect(sender.messages).toHaveLength(1);
    expect(await otp.verify({ challenge: real, code: CODE })).toMatchObject({ ok: false });
    await otp.close();
  });

  it('works by number where codes are bound so', async () => {
    const { otp, challengeOf } = await arrange({ policy: { binding: 'number' } });
    await challengeOf();
    expect(await otp.verify({ to: TEST_NUMBER, code: '000000' })).toMatchObject({ reason: 'mismatch' });
    expect(await otp.verify({ to: TEST_NUMBER, code: CODE })).toMatchObject({ ok: true });
    await otp.close();
  });

  it('need be no number that exists, where countries are known', async () => {
    const { otp, challengeOf } = await arrange({ allowedCountries: ['IT'] });
    const { challenge } = await challengeOf();
    expect(await otp.verify({ challenge, code: CODE })).toMatchObject({ ok: true });
    expect(await otp.request({ to: '+15555550101' })).toMatchObject({ ok: false });
    await otp.close();
  });

  it('never reaches a provider that makes the codes itself', async () => {
    const provider = createScriptedVerificationProvider();
    const { otp, clock, challengeOf } = await arrange({ provider });
    const { challenge } = await challengeOf();
    expect(await otp.verify({ challenge, code: '000000' })).toMatchObject({ reason: 'mismatch' });
    await clock.advance(30_000);
    expect(await otp.resend({ challenge })).toMatchObject({ ok: true });
    expect(await otp.verify({ challenge, code: CODE })).toMatchObject({ ok: true });
    await otp.cancel({ challenge });
    expect(provider.starts).toEqual([]);
    expect(provider.checks).toEqual([]);
    await otp.close();
  });

  it('closes the store once, after the last call', async () => {
    const memory = createMemoryCodeStore();
    let closed = 0;
    const store: CodeStore = {
      ...memory,
      async close() {
        closed += 1;
      },
    };
    const { otp } = await arrange({ store });
    await otp.close();
    expect(closed).toBe(1);
    await expect(otp.request({ to: TEST_NUMBER })).rejects.toMatchObject({ code: 'OTP_CLOSED' });
  });
});

describe('OTP_TEST_NUMBERS', () => {
  const environment = environmentOf('http-gateway');

  it.each([['+15555550100=123456'], ['+15555550100=123456@2026-12-31, +15555550101=654321'], ['+15555550100=1234']])(
    'takes %s in development and in tests',
    async (written) => {
      for (const NODE_ENV of ['development', 'test']) {
        expect(await problemsOf({ ...environment, NODE_ENV, OTP_TEST_NUMBERS: written })).toEqual({});
      }
    },
  );

  it.each([['production'], ['prod'], ['staging'], ['Development'], ['tests'], ['']])(
    'takes numbers with a last day where NODE_ENV is %j, and refuses those without',
    async (NODE_ENV) => {
      const stricter = { ...environment, NODE_ENV };
      expect(await problemsOf({ ...stricter, OTP_TEST_NUMBERS: '+15555550100=123456@2026-12-31' })).toEqual({});
      const problems = await problemsOf({ ...stricter, OTP_TEST_NUMBERS: '+15555550100=123456' });
      expect(problems.testNumbers).toMatch(/^\(OTP_TEST_NUMBERS\) needs a last day (?:in production|unless NODE_ENV)/);
      expect(Object.keys(problems)).toEqual(['testNumbers']);
    },
  );

  it.each([
    ['2027-02-28', true],
    ['2027-03-01', false],
    ['2099-12-31', false],
    ['9999-01-01', false],
  ])('takes %s for a last day on 28 February 2026: %s', async (day, isTaken) => {
    const clock = { now: () => Date.UTC(2026, 1, 28, 23, 59) };
    for (const NODE_ENV of ['production', 'development']) {
      const written = { ...environment, NODE_ENV, OTP_TEST_NUMBERS: `+15555550100=123456@${day}` };
      const problems = await problemsOf(written, { clock });
      expect(Object.keys(problems)).toEqual(isTaken ? [] : ['testNumbers']);
      if (!isTaken) expect(problems.testNumbers).toContain('must end within a year, by 2027-02-28');
    }
  });

  it.each([
    ['+15555550100'],
    ['15555550100=123456'],
    ['+15555550100=12345x'],
    ['+15555550100=١٢٣٤٥٦'],
    ['+15555550100=123456@2026-02-30'],
    ['+15555550100=123456@tomorrow'],
    ['+15555550100=123456,'],
    ['+15555550100=123456,+15555550100=123456'],
    ['+15555550100=123456,+15555550101=12345678'],
  ])('refuses %s and repeats nothing of it', async (written) => {
    const problems = await problemsOf({ ...environment, NODE_ENV: 'test', OTP_TEST_NUMBERS: written });
    expect(Object.keys(problems)).toEqual(['testNumbers']);
    expect(problems.testNumbers?.replace('+15555550100=123456@2026-12-31', '')).not.toMatch(/\d{6,}/);
  });

  it('refuses codes of another length than those of the provider', async () => {
    const problems = await problemsOf({
      ...environmentOf('sinch'),
      NODE_ENV: 'test',
      OTP_TEST_NUMBERS: '+15555550100=123456',
    });
    expect(problems.testNumbers).toContain('must have codes of 4 digits');
  });
});
