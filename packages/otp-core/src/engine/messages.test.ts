/** What is sent, and what is told before it costs money. */
import { describe, expect, it } from 'vitest';
import { createTestBed, granted, MINUTE_MS, NUMBER } from './test-support/test-bed.ts';

describe('the message', () => {
  it('says who, what, how long, and ends in the autofill line', async () => {
    const { otp, provider } = createTestBed({ message: { appName: 'Acme', originHost: 'acme.example' } });
    granted(await otp.request({ to: NUMBER }));
    const code = provider.lastCode();
    expect(provider.messages[0]?.text).toBe(
      `Your Acme code is ${code}. It expires in 5 minutes. Do not share it.\n@acme.example #${code}`,
    );
  });

  it('tells on a resend how long the code still lives', async () => {
    const { otp, provider, clock } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await clock.advance(4 * MINUTE_MS);
    granted(await otp.resend({ challenge }));
    expect(provider.messages[1]?.text).toContain('It expires in 1 minute.');
  });

  it('can be one for each purpose', async () => {
    const { otp, provider, clock } = createTestBed({
      message: { appName: 'Acme' },
      purposes: { payment: { message: { template: 'Pay with {code}' } } },
    });
    granted(await otp.request({ to: NUMBER, purpose: 'payment' }));
    expect(provider.messages[0]?.text).toMatch(/^Pay with [0-9]{6}$/);
    await clock.advance(MINUTE_MS);
    granted(await otp.request({ to: NUMBER, purpose: 'login' }));
    expect(provider.messages[1]?.text).toContain('Acme');
  });

  it('is announced before it is sent when it needs more than one segment', async () => {
    const { otp, provider, events } = createTestBed({
      message: { template: `Ваш код {code}. ${'Не сообщайте его никому. '.repeat(4)}` },
    });
    provider.behave('refuse');
    await otp.request({ to: NUMBER });
    expect(events.map((event) => event.type)).toEqual(['code-issued', 'message-segmented', 'message-refused']);
    expect(events[1]).toMatchObject({ encoding: 'UCS-2', forcedBy: 'В', segments: 2 });
  });

  it('gives the send back and sends nothing when it cannot be composed', async () => {
    const { otp, provider, clock } = createTestBed({
      message: { template: ({ code, purpose }) => (purpose === 'broken' ? 'no code' : code) },
      policy: {
        sendQuotas: [{ max: 1, durationMs: 60 * MINUTE_MS }],
        knownClientReserve: 0,
      },
    });
    await expect(otp.request({ to: NUMBER, purpose: 'broken' })).rejects.toMatchObject({ code: 'OTP_MESSAGE' });
    expect(provider.messages).toHaveLength(0);
    await clock.advance(MINUTE_MS);
    granted(await otp.request({ to: NUMBER }));
  });

  it('carries codes of every allowed length, leading zeros included', async () => {
    for (const codeLength of [4, 5, 6, 7, 8, 9, 10]) {
      const { otp, provider } = createTestBed({ policy: { codeLength, stepUp: null } });
      const { challenge } = granted(await otp.request({ to: NUMBER }));
      const code = provider.lastCode();
      expect(code).toHaveLength(codeLength);
      expect(await otp.verify({ challenge, code })).toMatchObject({ ok: true });
    }
  });
});
