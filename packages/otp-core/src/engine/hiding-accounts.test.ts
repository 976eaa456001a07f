/** An account that does not exist gets the record, the limits and the answer of one that does. */

import { describe, expect, it } from 'vitest';
import type { PhoneNumberParser } from '../spec/index.ts';
import { createProviderTestBed, createTestBed, granted, MINUTE_MS, NUMBER } from './test-support/test-bed.ts';

const ACCOUNTS = [NUMBER, { decoy: 'nobody@example.com' }] as const;

/** Reads `NUMBER`, and sends to nobody else. */
const ONE_NUMBER: PhoneNumberParser = {
  parse(input) {
    if (!/^\+[0-9 ]+$/.test(input)) return { status: 'invalid' };
    const phoneNumber = input.replaceAll(' ', '');
    return phoneNumber === NUMBER ? { status: 'valid', phoneNumber, country: 'US' } : { status: 'not-allowed' };
  },
};

describe('a decoy', () => {
  it('is sent nothing and matches no code', async () => {
    const { otp, provider } = createTestBed();
    const { challenge } = granted(await otp.request({ to: { decoy: 'nobody' } }));
    expect(provider.messages).toHaveLength(0);
    for (let attemptsLeft = 4; attemptsLeft >= 0; attemptsLeft -= 1) {
      expect(await otp.verify({ challenge, code: '123456' })).toEqual({ ok: false, reason: 'mismatch', attemptsLeft });
    }
    expect(await otp.verify({ challenge, code: '123456' })).toEqual({ ok: false, reason: 'exhausted' });
  });

  it('never reaches a verification provider', async () => {
    const { otp, provider } = createProviderTestBed();
    const { challenge } = granted(await otp.request({ to: { decoy: 'nobody' } }));
    provider.behaveOnCheck('approve');
    expect(await otp.verify({ challenge, code: '123456' })).toEqual({ ok: false, reason: 'mismatch', attemptsLeft: 4 });
    expect(provider.starts).toHaveLength(0);
    expect(provider.checks).toHaveLength(0);
  });

  it('has the limits and the results of a number', async () => {
    const told = ACCOUNTS.map(async (to) => {
      const { otp, clock } = createTestBed();
      const results = [];
      for (const waitMs of [0, 0, 40_000, 90_000, 200_000, 400_000, 600_000]) {
        await clock.advance(waitMs);
        const result = await otp.request({ to });
        results.push(result.ok ? shapeOf(result) : result);
        if (result.ok) results.push(await otp.verify({ challenge: result.challenge, code: '000000' }));
      }
      return results;
    });
    const [known, unknown] = await Promise.all(told);
    expect(unknown).toEqual(known);
  });

  it('has a handle of the same length and a mask of the same shape', async () => {
    for (const bed of [createTestBed(), createProviderTestBed()]) {
      const [known, unknown] = (await Promise.all(ACCOUNTS.map((to) => bed.otp.request({ to })))).map(granted);
      expect(unknown?.challenge).toHaveLength(known?.challenge.length ?? 0);
      expect(unknown?.maskedTo).toMatch(/^\+\*{7}[0-9]{2}$/);
      expect(known?.maskedTo).toBe('+*******23');
    }
  });

  it('shows the same digits at every request', async () => {
    const { otp, clock } = createTestBed();
    const first = granted(await otp.request({ to: { decoy: 'nobody' } }));
    await clock.advance(MINUTE_MS);
    expect(granted(await otp.request({ to: { decoy: 'nobody' } })).maskedTo).toBe(first.maskedTo);
  });

  it('can be resent and cancelled like any other', async () => {
    const { otp, provider, clock } = createTestBed();
    const { challenge } = granted(await otp.request({ to: { decoy: 'nobody' } }));
    expect(await otp.resend({ challenge })).toMatchObject({ reason: 'cooldown' });
    await clock.advance(MINUTE_MS);
    granted(await otp.resend({ challenge }));
    await otp.cancel({ challenge });
    expect(await otp.verify({ challenge, code: '123456' })).toEqual({ ok: false, reason: 'not-found' });
    expect(provider.messages).toHaveLength(0);
  });
});

describe('answerAfterMs', () => {
  it.each([
    ['a known account', NUMBER, 'accept'],
    ['a known account whose provider refuses', NUMBER, 'refuse'],
    ['a known account whose provider fails', NUMBER, 'throw'],
    ['a known account whose provider hangs', NUMBER, 'hang'],
    ['an unknown account', ACCOUNTS[1], 'accept'],
  ] as const)('answers exactly then, and the same, for %s', async (_name, to, behaviour) => {
    const { otp, provider, clock, events } = createTestBed();
    provider.behave(behaviour);
    let answered: unknown;
    const requesting = otp.request({ to, answerAfterMs: 3_000 }).then((result) => {
      answered = result;
      return granted(result);
    });
    await clock.advance(2_999);
    expect(answered).toBeUndefined();
    await clock.advance(1);
    const result = await requesting;
    expect(shapeOf(result)).toEqual({
      ok: true,
      codeLength: 6,
      delivery: 'unknown',
      messageId: null,
      livesMs: 300_000,
      waitMs: 30_000,
    });
    await clock.advance(20_000);
    expect(events.filter((event) => event.type === 'message-refused')).toHaveLength(behaviour === 'refuse' ? 1 : 0);
    await otp.close();
  });

  it('delays refusals as well', async () => {
    for (const to of ACCOUNTS) {
      const { otp, clock } = createTestBed();
      granted(await otp.request({ to }));
      let answered: unknown;
      const requesting = otp.request({ to, answerAfterMs: 3_000 }).then((result) => {
        answered = result;
      });
      await clock.advance(2_999);
      expect(answered).toBeUndefined();
      await clock.advance(1);
      await requesting;
      expect(answered).toMatchObject({ reason: 'cooldown' });
    }
  });

  it.each([
    ['+14155550123 ext 5', 'numbers', 'invalid-phone-number'],
    ['+14155550123 ext 5', 'names', 'invalid-phone-number'],
    ['+33612345678', 'names', 'destination-not-allowed'],
  ] as const)(
    'does not tell that %s is not sent to where decoys are %s, but for the event',
    async (to, decoys, reason) => {
      const { otp, provider, clock, events } = createTestBed({ phone: ONE_NUMBER, decoys });
      const requesting = otp.request({ to, answerAfterMs: 3_000 });
      await clock.advance(3_000);
      const { challenge } = granted(await requesting);
      expect(await otp.verify({ challenge, code: '123456' })).toMatchObject({ reason: 'mismatch', attemptsLeft: 4 });
      expect(provider.messages).toHaveLength(0);
      expect(events[0]).toMatchObject({ type: 'request-refused', reason, hidden: true });
      expect(await otp.request({ to })).toMatchObject({ ok: false });
    },
  );

  it.each(['numbers', 'names'] as const)(
    'left out, hides no number that is not sent to where decoys are %s',
    async (decoys) => {
      for (const to of ['+33612345678', { decoy: '+33612345678' }]) {
        const { otp } = createTestBed({ phone: ONE_NUMBER, decoys });
        expect(await otp.request({ to })).toEqual({ ok: false, reason: 'destination-not-allowed' });
      }
    },
  );

  it('still lets the code of a message that was slow verify', async () => {
    const { otp, provider, clock } = createTestBed();
    provider.behave('hang');
    const requesting = otp.request({ to: NUMBER, answerAfterMs: 1_000 });
    await clock.advance(1_000);
    const { challenge } = granted(await requesting);
    provider.release({ status: 'accepted', messageId: 'slow' });
    await clock.advance(1);
    expect(await otp.verify({ challenge, code: provider.lastCode() })).toMatchObject({ ok: true });
  });

  it('waits on close for what is still being sent', async () => {
    const { otp, provider, clock } = createTestBed();
    provider.behave('hang');
    const requesting = otp.request({ to: NUMBER, answerAfterMs: 1_000 });
    await clock.advance(1_000);
    await requesting;
    let isClosed = false;
    const closing = otp.close().then(() => {
      isClosed = true;
    });
    await clock.advance(8_000);
    expect(isClosed).toBe(false);
    await clock.advance(1_000);
    await closing;
  });

  function shapeOfTimes(result: { expiresAt: Date; resendAt: Date }, sentAtMs: number) {
    return { livesMs: result.expiresAt.getTime() - sentAtMs, waitMs: result.resendAt.getTime() - sentAtMs };
  }

  function shapeOf(result: ReturnType<typeof granted>) {
    const { ok, codeLength, delivery, messageId } = result;
    return { ok, codeLength, delivery, messageId, ...shapeOfTimes(result, Date.UTC(2030, 0, 1)) };
  }
});

/** What can be told apart of two answers, but for handle, mask and message id. */
function shapeOf(result: ReturnType<typeof granted>) {
  const { ok, codeLength, delivery, expiresAt, resendAt } = result;
  return { ok, codeLength, delivery, expiresAt, resendAt };
}
