/** What an engine makes of routes: it needs to know nothing about them. */
import { createOtpEngine, type OtpEvent } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import type { SmsSender, VerificationProvider } from '@countersign/otp-core/spec';
import {
  createManualClock,
  createRecordingSmsSender,
  createScriptedVerificationProvider,
} from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { withFailover } from './with-failover.ts';
import { withProviderFailover } from './with-provider-failover.ts';

const TO = '+14155550123';

function engineWith(provider: SmsSender | VerificationProvider) {
  const events: OtpEvent[] = [];
  const clock = createManualClock();
  const otp = createOtpEngine({
    provider,
    store: createMemoryCodeStore(),
    secret: 'x'.repeat(32),
    clock,
    onEvent: (event) => events.push(event),
  });
  return { otp, clock, events };
}

function granted<Result extends { readonly ok: boolean }>(result: Result): Extract<Result, { readonly ok: true }> {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result as Extract<Result, { readonly ok: true }>;
}

describe('an engine', () => {
  it('with two dead senders of three sends once, names the vendor, and resends the same code by another one', async () => {
    const senders = ['a', 'b', 'c'].map((providerId) => createRecordingSmsSender({ providerId }));
    const [a, b, c] = senders as [(typeof senders)[0], (typeof senders)[0], (typeof senders)[0]];
    a.behave('refuse');
    b.behave('refuse');
    const { otp, clock, events } = engineWith(withFailover(senders));

    const sent = granted(await otp.request({ to: TO }));
    expect(sent.delivery).toBe('accepted');
    expect(c.messages).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ type: 'message-accepted', providerId: 'c', messageId: 'message-1' });

    await clock.advance(60_000);
    const again = granted(await otp.resend({ challenge: sent.challenge }));
    expect(a.messages).toHaveLength(2);
    expect(c.messages).toHaveLength(1);
    expect(a.lastCode()).toBe(c.lastCode());
    granted(await otp.verify({ challenge: again.challenge, code: a.lastCode() }));
  });

  it('gives back the send where all senders refuse, and shows the vendor that refused last', async () => {
    const senders = ['a', 'b'].map((providerId) => createRecordingSmsSender({ providerId }));
    for (const each of senders) each.behave('refuse');
    const { otp } = engineWith(withFailover(senders));
    expect(await otp.request({ to: TO })).toMatchObject({
      ok: false,
      reason: 'delivery-failed',
      failure: { category: 'unreachable-recipient', providerId: 'b' },
    });
  });

  it('verifies a code of the vendor that stood in, and one of a vendor that was retired meanwhile', async () => {
    const [a, b] = ['a', 'b'].map((providerId) => createScriptedVerificationProvider({ providerId }));
    if (a === undefined || b === undefined) throw new RangeError('two');
    a.behaveOnStart('refuse');
    const store = createMemoryCodeStore();
    const engine = (provider: VerificationProvider) => createOtpEngine({ provider, store, secret: 'x'.repeat(32) });
    const sent = granted(await engine(withProviderFailover([a, b])).request({ to: TO }));
    const later = engine(withProviderFailover([a], { retired: [b] }));
    expect(await later.verify({ challenge: sent.challenge, code: '000000' })).toMatchObject({ reason: 'mismatch' });
    granted(await later.verify({ challenge: sent.challenge, code: b.lastCode(TO) }));
    expect(a.checks).toEqual([]);
  });
});
