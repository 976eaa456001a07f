/** What becomes of a message or a check, where it would tell that the account exists: the listener hears it, the client does not. */

import { createRecordingSmsSender, createScriptedVerificationProvider } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import type { OtpEvent, VerifyInput, VerifyResult } from '../index.ts';
import type { CheckOutcome, VerificationProvider } from '../spec/index.ts';
import {
  createProviderTestBed,
  createTestBed,
  granted,
  HOUR_MS,
  MINUTE_MS,
  NUMBER,
  wrong,
} from './test-support/test-bed.ts';

const AFTER = { answerAfterMs: 3_000 };
const TO = [NUMBER, { decoy: NUMBER }, { decoy: 'nobody' }] as const;

type Bed = ReturnType<typeof createTestBed> | ReturnType<typeof createProviderTestBed>;

/** An answer, and when it came. */
async function verifyIn({ otp, clock }: Pick<Bed, 'otp' | 'clock'>, input: VerifyInput) {
  const startedAtMs = clock.now();
  const answering = otp.verify(input).then((result) => ({ result, afterMs: clock.now() - startedAtMs }));
  await clock.advance(10_000);
  return await answering;
}

async function challengeIn({ otp, clock }: Pick<Bed, 'otp' | 'clock'>, to: (typeof TO)[number]): Promise<string> {
  const requesting = otp.request({ to, ...AFTER });
  await clock.advance(AFTER.answerAfterMs);
  return granted(await requesting).challenge;
}

function hiddenIn(events: readonly OtpEvent[]) {
  return events.flatMap((event) => (event.type === 'verification-refused' && event.hidden ? [event] : []));
}

function bedThatChecks(check: VerificationProvider['check']) {
  return createTestBed({ provider: { ...createScriptedVerificationProvider(), check } });
}

const MISMATCH: VerifyResult = { ok: false, reason: 'mismatch', attemptsLeft: 4 };

describe('verify with answerAfterMs', () => {
  it.each([
    ['says no', async () => ({ status: 'mismatch' }), null],
    ['has forgotten the code', async () => ({ status: 'not-found' }), 'not-found'],
    ['has let the code expire', async () => ({ status: 'expired' }), 'expired'],
    ['wants no more guesses', async () => ({ status: 'exhausted' }), 'exhausted'],
    ['answers nonsense', async () => ({}), 'provider-unavailable'],
    ['throws', () => Promise.reject(new Error('down')), 'provider-unavailable'],
    ['hangs', () => new Promise(() => {}), 'provider-unavailable'],
    ['approves another number', async () => ({ status: 'approved', phoneNumber: '+19995550199' }), null],
  ])('is a mismatch at that moment when the provider %s; an event tells the truth', async (_name, check, truth) => {
    for (const to of TO) {
      const bed = bedThatChecks(check as () => Promise<CheckOutcome>);
      const challenge = await challengeIn(bed, to);
      expect(await verifyIn(bed, { challenge, code: '000000', ...AFTER })).toEqual({
        result: MISMATCH,
        afterMs: 3_000,
      });
      const told = hiddenIn(bed.events).map(({ reason }) => reason);
      expect(told).toEqual(truth === null || to !== NUMBER ? [] : [truth]);
      await bed.otp.close();
    }
  });

  it.each([
    ['leave-unknown', { category: 'unavailable' }],
    ['hang', { category: 'timeout', message: 'The provider did not answer within answerAfterMs.' }],
  ] as const)('carries what failed in the event: %s', async (behaviour, failure) => {
    const bed = createProviderTestBed();
    const challenge = await challengeIn(bed, NUMBER);
    bed.provider.behaveOnCheck(behaviour);
    await verifyIn(bed, { challenge, code: '000000', ...AFTER });
    expect(hiddenIn(bed.events)).toMatchObject([{ failure: { ...failure, providerId: 'scripted' } }]);
  });

  it('is a success at once', async () => {
    const bed = createProviderTestBed();
    const challenge = await challengeIn(bed, NUMBER);
    const code = bed.provider.lastCode(NUMBER);
    expect(await verifyIn(bed, { challenge, code, ...AFTER })).toMatchObject({ result: { ok: true }, afterMs: 0 });
  });

  it('does not wait for codes of ours, which take one trip for everybody', async () => {
    for (const to of TO) {
      const bed = createTestBed();
      const challenge = await challengeIn(bed, to);
      expect(await verifyIn(bed, { challenge, code: '000000', ...AFTER })).toEqual({ result: MISMATCH, afterMs: 0 });
    }
  });

  it('waits with every other answer about a code of the provider', async () => {
    for (const to of TO) {
      const bed = createProviderTestBed();
      const challenge = await challengeIn(bed, to);
      const guess = { challenge, code: '000000', ...AFTER };
      for (let guesses = 0; guesses < 5; guesses += 1) await verifyIn(bed, guess);
      expect(await verifyIn(bed, guess)).toEqual({ result: { ok: false, reason: 'exhausted' }, afterMs: 3_000 });
      await bed.otp.cancel({ challenge });
      expect(await verifyIn(bed, guess)).toEqual({ result: { ok: false, reason: 'not-found' }, afterMs: 3_000 });
      expect(await verifyIn(bed, { ...guess, code: 'x' })).toMatchObject({
        result: { reason: 'malformed' },
        afterMs: 0,
      });
    }
  });

  it('tells an approval that came too late to nobody but the listener, and the challenge stays open', async () => {
    const bed = createProviderTestBed();
    const challenge = await challengeIn(bed, NUMBER);
    const code = bed.provider.lastCode(NUMBER);
    bed.provider.behaveOnCheck('hang');
    const answering = bed.otp.verify({ challenge, code, ...AFTER });
    await bed.clock.advance(3_000);
    expect(await answering).toEqual(MISMATCH);
    await bed.clock.advance(500);
    bed.provider.release();
    await bed.clock.advance(1);
    expect(bed.events.at(-1)).toMatchObject({
      type: 'provider-answered-late',
      providerId: 'scripted',
      status: 'approved',
      durationMs: 3_500,
    });
    expect((await verifyIn(bed, { challenge, code, ...AFTER })).result).toMatchObject({ attemptsLeft: 3 });
  });

  it('waits on close for a check that is still under way', async () => {
    const bed = createProviderTestBed();
    const challenge = await challengeIn(bed, NUMBER);
    bed.provider.behaveOnCheck('hang');
    const answering = bed.otp.verify({ challenge, code: '000000', ...AFTER });
    await bed.clock.advance(3_000);
    await answering;
    let isClosed = false;
    const closing = bed.otp.close().then(() => {
      isClosed = true;
    });
    await bed.clock.advance(6_000);
    expect(isClosed).toBe(false);
    await bed.clock.advance(1_000);
    await closing;
  });

  it('ends with the signal of its caller', async () => {
    const bed = createProviderTestBed();
    const challenge = await challengeIn(bed, NUMBER);
    bed.provider.behaveOnCheck('hang');
    const controller = new AbortController();
    const answering = bed.otp.verify({ challenge, code: '000000', ...AFTER, signal: controller.signal });
    await bed.clock.advance(1);
    controller.abort();
    await expect(answering).rejects.toMatchObject({ code: 'OTP_ABORTED' });
  });

  it('spends a try where nobody can be asked, as on a decoy', async () => {
    for (const to of TO) {
      const bed = createProviderTestBed({ checkByNumber: false });
      bed.provider.behaveOnStart('leave-unknown');
      const challenge = await challengeIn(bed, to);
      expect(await verifyIn(bed, { challenge, code: '000000', ...AFTER })).toEqual({
        result: MISMATCH,
        afterMs: 3_000,
      });
      expect(hiddenIn(bed.events).map(({ reason }) => reason)).toEqual(to === NUMBER ? ['not-found'] : []);

      const other = bed.engineWith({ provider: createScriptedVerificationProvider({ providerId: 'other' }) });
      const swapped = await verifyIn({ ...bed, otp: other }, { challenge, code: '000000', ...AFTER });
      expect(swapped).toMatchObject({ result: { reason: 'mismatch', attemptsLeft: 3 }, afterMs: 3_000 });
      if (to === NUMBER) expect(hiddenIn(bed.events)[1]).toMatchObject({ failure: { category: 'configuration' } });
    }
  });

  it('hides as much without a handle', async () => {
    for (const to of TO) {
      const bed = createProviderTestBed({}, { policy: { binding: 'number' } });
      await challengeIn(bed, to);
      bed.provider.behaveOnCheck('throw');
      expect(await verifyIn(bed, { to, code: '000000', ...AFTER })).toEqual({ result: MISMATCH, afterMs: 3_000 });
    }
  });

  it('waits without a handle as with one: for codes of a provider, and not for ours', async () => {
    const byNumber = { policy: { binding: 'number' } } as const;
    for (const to of TO) {
      const guess = { to, code: '000000', ...AFTER };
      const notFound = { ok: false, reason: 'not-found' };
      expect(await verifyIn(createTestBed(byNumber), guess)).toEqual({ result: notFound, afterMs: 0 });
      const bed = createProviderTestBed({}, byNumber);
      expect(await verifyIn(bed, guess)).toEqual({ result: notFound, afterMs: 3_000 });
    }
  });

  it('goes by who made the code, whoever makes codes now', async () => {
    const byNumber = { policy: { binding: 'number' } } as const;
    for (const to of TO) {
      const ours = createTestBed();
      const toProvider = ours.engineWith({ provider: createScriptedVerificationProvider() });
      const made = { challenge: await challengeIn(ours, to), code: '000000', ...AFTER };
      expect(await verifyIn({ ...ours, otp: toProvider }, made)).toEqual({ result: MISMATCH, afterMs: 0 });

      const theirs = createProviderTestBed({}, byNumber);
      const toOurs = theirs.engineWith({ provider: createRecordingSmsSender(), retired: [theirs.provider] });
      const challenge = await challengeIn(theirs, to);
      expect(await verifyIn({ ...theirs, otp: toOurs }, { to, code: '000000', ...AFTER })).toEqual({
        result: MISMATCH,
        afterMs: 3_000,
      });
      await theirs.otp.cancel({ challenge });
      expect(await verifyIn({ ...theirs, otp: toOurs }, { challenge, code: '000000', ...AFTER })).toEqual({
        result: { ok: false, reason: 'not-found' },
        afterMs: 3_000,
      });
    }
  });

  it.each([0, 0.5, 15_001, '3000', null])('is misuse when the moment is %j', async (answerAfterMs) => {
    const { otp } = createTestBed();
    const input = { challenge: 'x', code: '000000', answerAfterMs } as VerifyInput;
    await expect(otp.verify(input)).rejects.toMatchObject({ code: 'OTP_MISUSE' });
  });
});

describe('a message that was refused where accounts are hidden', () => {
  const ONE_AN_HOUR = { policy: { sendQuotas: [{ max: 1, durationMs: HOUR_MS }], knownClientReserve: 0 } };

  it('is not given back, and its challenge stays open', async () => {
    for (const to of TO) {
      for (const bed of [createTestBed(ONE_AN_HOUR), createProviderTestBed({}, ONE_AN_HOUR)]) {
        if ('behave' in bed.provider) bed.provider.behave('refuse');
        else bed.provider.behaveOnStart('refuse');
        const challenge = await challengeIn(bed, to);
        const guess = { challenge, code: '000000', ...AFTER };
        expect((await verifyIn(bed, guess)).result).toEqual(MISMATCH);
        await bed.clock.advance(MINUTE_MS);
        expect(await bed.otp.request({ to })).toMatchObject({ reason: 'quota-exceeded' });
      }
    }
  });

  it('is sent by a resend, whose code verifies', async () => {
    const bed = createTestBed();
    bed.provider.behave('refuse');
    const challenge = await challengeIn(bed, NUMBER);
    await bed.clock.advance(MINUTE_MS);
    const resending = bed.otp.resend({ challenge, ...AFTER });
    await bed.clock.advance(3_000);
    granted(await resending);
    const code = bed.provider.lastCode();
    expect(await bed.otp.verify({ challenge, code: wrong(code) })).toMatchObject({ reason: 'mismatch' });
    expect(await bed.otp.verify({ challenge, code })).toMatchObject({ ok: true });
  });
});

describe('cancel', () => {
  it('is answered before the provider has heard of it', async () => {
    const provider: VerificationProvider = {
      ...createScriptedVerificationProvider(),
      cancel: () => new Promise(() => {}),
    };
    const { otp, clock } = createTestBed({ provider });
    for (const to of TO) {
      const { challenge } = granted(await otp.request({ to }));
      await otp.cancel({ challenge });
      await clock.advance(MINUTE_MS);
    }
    await otp.close();
  });
});
