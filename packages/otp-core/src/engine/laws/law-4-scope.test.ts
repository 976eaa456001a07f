import { describe, expect, it } from 'vitest';
import {
  createProviderTestBed,
  createTestBed,
  granted,
  MINUTE_MS,
  NUMBER,
  OTHER_NUMBER,
} from '../test-support/test-bed.ts';

describe('law 4: a code works only for its number, tenant, purpose and challenge', () => {
  it('finds nothing under another purpose or tenant, and spends no try', async () => {
    const { otp, provider } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER, purpose: 'login', tenant: 'acme' }));
    const code = provider.lastCode();
    for (const scope of [{}, { purpose: 'login' }, { tenant: 'acme' }, { purpose: 'payment', tenant: 'acme' }]) {
      for (let tries = 0; tries < 6; tries += 1) {
        expect(await otp.verify({ challenge, code, ...scope })).toEqual({ ok: false, reason: 'not-found' });
      }
    }
    expect(await otp.verify({ challenge, code, purpose: 'login', tenant: 'acme' })).toMatchObject({
      ok: true,
      phoneNumber: NUMBER,
      purpose: 'login',
      tenant: 'acme',
    });
  });

  it('does not take the code of one challenge for another, of the same number or not', async () => {
    const { otp, provider, clock } = createTestBed();
    const first = granted(await otp.request({ to: NUMBER }));
    const firstCode = provider.lastCode();
    await clock.advance(MINUTE_MS);
    const second = granted(await otp.request({ to: NUMBER }));
    const other = granted(await otp.request({ to: OTHER_NUMBER }));
    expect(await otp.verify({ challenge: second.challenge, code: firstCode })).toMatchObject({ reason: 'mismatch' });
    expect(await otp.verify({ challenge: other.challenge, code: firstCode })).toMatchObject({ reason: 'mismatch' });
    expect(await otp.verify({ challenge: first.challenge, code: firstCode })).toMatchObject({ ok: true });
  });

  it('takes an approval for another number for none, and says so', async () => {
    const { otp, provider, events } = createProviderTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    provider.behaveOnCheck('approve-another-number');
    const result = await otp.verify({ challenge, code: provider.lastCode(NUMBER) });
    expect(result).toEqual({ ok: false, reason: 'mismatch', attemptsLeft: 4 });
    expect(events.map((event) => event.type)).toContain('approval-rejected');
  });

  it('keeps tenants apart in everything a number has used up', async () => {
    const { otp } = createTestBed();
    granted(await otp.request({ to: NUMBER, tenant: 'a' }));
    expect(await otp.request({ to: NUMBER, tenant: 'a' })).toMatchObject({ reason: 'cooldown' });
    granted(await otp.request({ to: NUMBER, tenant: 'b' }));
  });
});
