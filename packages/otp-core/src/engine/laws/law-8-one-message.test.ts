import { describe, expect, it } from 'vitest';
import { createTestBed, granted, HOUR_MS, MINUTE_MS, NUMBER, OTHER_SECRET, SECRET } from '../test-support/test-bed.ts';

const AT_ONCE = 50;

describe('law 8: one request is at most one message', () => {
  it('sends one message for 50 parallel requests', async () => {
    const { otp, provider } = createTestBed();
    const results = await Promise.all(Array.from({ length: AT_ONCE }, () => otp.request({ to: NUMBER })));
    expect(provider.messages).toHaveLength(1);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.reason === 'cooldown')).toHaveLength(49);
  });

  it('answers 50 parallel requests with one idempotency key by one message and one challenge', async () => {
    const { otp, provider } = createTestBed();
    const requests = Array.from({ length: AT_ONCE }, () => otp.request({ to: NUMBER, idempotencyKey: 'once' }));
    const results = (await Promise.all(requests)).map(granted);
    expect(provider.messages).toHaveLength(1);
    expect(results.filter((result) => result.delivery === 'accepted')).toHaveLength(1);
    const last = results.at(-1);
    expect(await otp.verify({ challenge: last?.challenge ?? '', code: provider.lastCode() })).toMatchObject({
      ok: true,
    });
    const first = results[0];
    expect(await otp.verify({ challenge: first?.challenge ?? '', code: provider.lastCode() })).toMatchObject({
      ok: false,
    });
  });

  it('takes an idempotency key for the same request through a rotation of the secret, and only for its purpose', async () => {
    const bed = createTestBed();
    const to = { to: NUMBER, idempotencyKey: 'once' };
    granted(await bed.otp.request(to));
    const rotated = bed.engineWith({ secret: [OTHER_SECRET, SECRET] });
    expect(granted(await rotated.request(to)).delivery).toBe('unknown');
    expect(bed.provider.messages).toHaveLength(1);
    await bed.clock.advance(MINUTE_MS);
    expect(granted(await rotated.request({ ...to, purpose: 'payment' })).delivery).toBe('accepted');
  });

  it.each(['refuse', 'leave-unknown', 'throw', 'answer-nonsense'] as const)(
    'does not send again when a sender should %s',
    async (behaviour) => {
      const { otp, provider } = createTestBed();
      provider.behave(behaviour);
      await otp.request({ to: NUMBER });
      expect(provider.messages).toHaveLength(1);
    },
  );

  it('keeps the code when nobody knows whether the message left, and repeats it on a resend', async () => {
    const { otp, provider, clock } = createTestBed();
    provider.behave('leave-unknown');
    const { challenge, delivery } = granted(await otp.request({ to: NUMBER }));
    const code = provider.lastCode();
    expect(delivery).toBe('unknown');
    await clock.advance(MINUTE_MS);
    granted(await otp.resend({ challenge }));
    expect(provider.lastCode()).toBe(code);
    expect(await otp.verify({ challenge, code })).toMatchObject({ ok: true });
  });

  it('gives a refused send back but not its cooldown, and ends its challenge', async () => {
    const { otp, provider, clock } = createTestBed({
      policy: { sendQuotas: [{ max: 1, durationMs: HOUR_MS }], knownClientReserve: 0 },
    });
    provider.behave('refuse');
    expect(await otp.request({ to: NUMBER })).toMatchObject({
      ok: false,
      reason: 'delivery-failed',
      failure: { category: 'unreachable-recipient' },
    });
    expect(await otp.request({ to: NUMBER })).toMatchObject({ ok: false, reason: 'cooldown' });
    await clock.advance(MINUTE_MS);
    granted(await otp.request({ to: NUMBER }));
  });

  it('keeps a challenge open whose resend was refused', async () => {
    const { otp, provider, clock } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await clock.advance(MINUTE_MS);
    provider.behave('refuse');
    expect(await otp.resend({ challenge })).toMatchObject({ reason: 'delivery-failed' });
    expect(await otp.verify({ challenge, code: provider.lastCode() })).toMatchObject({ ok: true });
  });
});
