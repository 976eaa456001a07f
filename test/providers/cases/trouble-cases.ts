/** A vendor that refuses, is not there, or never answers: the caller hears it in our words, within the deadline. */

import { createInbox } from '@countersign/otp-inbox';
import { findDeadUrl } from '@countersign/test-servers/loopback';
import { startHangingVendor } from '@countersign/test-servers/vendor-server';
import { expect, it, onTestFinished } from 'vitest';
import type { Arrange } from '../engine-with-a-provider.ts';
import { granted, HOUR_MS, MINUTE_MS } from '../support/provider-bed.ts';
import type { ProviderEntry } from '../support/providers.ts';

export function troubleCases(arrange: Arrange, entry: ProviderEntry): void {
  it('refuses credentials: nothing is sent, and the send is given back', async () => {
    const { otp, clock, events, number, provider, engineWith, messageCount, newestCode, told } = arrange({
      policy: { sendQuotas: [{ max: 1, durationMs: HOUR_MS }], knownClientReserve: 0 },
    });
    const guarded = createInbox({ port: 0, token: 'a-token-that-nobody-was-given' });
    onTestFinished(() => guarded.close());
    const refused = engineWith({ provider: entry.create({ url: await guarded.listen() }) });
    const result = await refused.request({ to: number });
    const failure = { category: 'authentication', retryable: false, providerId: provider.providerId };
    expect(result).toMatchObject({ ok: false, reason: 'delivery-failed', failure });
    expect(told()).toEqual(['code-issued', 'message-refused']);
    expect(events[1]).toMatchObject({ failure });
    expect(guarded.messages()).toEqual([]);
    await clock.advance(MINUTE_MS);
    const { challenge } = granted(await otp.request({ to: number }));
    expect(messageCount()).toBe(1);
    expect(await otp.verify({ challenge, code: newestCode() })).toMatchObject({ ok: true });
  });

  it('is not there: a refusal for a request; for a code in flight it matters only where the vendor made it', async () => {
    const { otp, clock, events, number, provider, engineWith, newestCode, traits } = arrange();
    const dead = engineWith({ provider: entry.create({ url: await findDeadUrl() }) });
    const failure = { category: 'unavailable', retryable: true, providerId: provider.providerId };
    expect(await dead.request({ to: number })).toMatchObject({ reason: 'delivery-failed', failure });
    await clock.advance(MINUTE_MS);
    const { challenge } = granted(await otp.request({ to: number }));
    const code = newestCode();
    if (traits.isCodeOurs) {
      expect(await dead.verify({ challenge, code })).toMatchObject({ ok: true });
    } else {
      expect(await dead.verify({ challenge, code })).toMatchObject({ reason: 'provider-unavailable', failure });
      expect(events.at(-1)).toMatchObject({ type: 'verification-refused', reason: 'provider-unavailable', failure });
      expect(await otp.verify({ challenge, code })).toMatchObject({ ok: true });
    }
  });

  it('never answers: one request, an outcome in time, and nothing is sent again unasked', async () => {
    const { number, engineWith, told } = arrange();
    const hanging = await startHangingVendor();
    const stuck = engineWith({ provider: entry.create({ url: hanging.url, timeoutMs: 400 }) });
    const startedAtMs = performance.now();
    const { challenge, delivery, messageId } = granted(await stuck.request({ to: number }));
    expect([delivery, messageId]).toEqual(['unknown', null]);
    expect(performance.now() - startedAtMs).toBeLessThan(2_000);
    expect(told()).toEqual(['code-issued', 'message-uncertain']);
    expect(hanging.requests).toHaveLength(1);
    expect(await stuck.resend({ challenge })).toMatchObject({ reason: 'cooldown' });
  });
}
