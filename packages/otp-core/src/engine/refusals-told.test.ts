import { describe, expect, it } from 'vitest';
import type { OtpEvent } from '../index.ts';
import { createMemoryRateLimiter } from '../memory/index.ts';
import { createProviderTestBed, createTestBed, granted, HOUR_MS, NUMBER } from './test-support/test-bed.ts';

describe('events of refusals', () => {
  function refusalsIn(events: readonly OtpEvent[]) {
    return events.flatMap((event) =>
      event.type === 'request-refused' || event.type === 'verification-refused' ? [event] : [],
    );
  }

  it('say who, what for, why, and until when', async () => {
    const { otp, clock, events, provider } = createTestBed({
      rateLimiter: createMemoryRateLimiter(),
      policy: { rateLimits: { checksPerAddress: [{ max: 1, durationMs: HOUR_MS }] } },
    });
    const client = { ip: '192.0.2.1' };
    const { challenge } = granted(await otp.request({ to: NUMBER, purpose: 'login', tenant: 'acme' }));
    const scope = { purpose: 'login', tenant: 'acme' };
    const subject = events.flatMap((event) => ('subject' in event ? [event.subject] : []))[0];
    await otp.request({ to: NUMBER, ...scope });
    await otp.request({ to: 'nobody' });
    await otp.resend({ challenge: 'nothing' });
    await otp.resend({ challenge, ...scope });
    await otp.verify({ challenge, code: 'x', ...scope });
    await otp.verify({ challenge, code: provider.lastCode(), ...scope, client });
    await otp.verify({ challenge, code: provider.lastCode(), ...scope, client });
    const atMs = clock.now();
    const base = { atMs, ...scope };
    expect(refusalsIn(events)).toEqual([
      {
        type: 'request-refused',
        ...base,
        cause: 'request',
        subject,
        reason: 'cooldown',
        retryAtMs: atMs + 30_000,
        limit: null,
        hidden: false,
      },
      {
        type: 'request-refused',
        atMs,
        tenant: 'default',
        purpose: 'default',
        cause: 'request',
        subject: null,
        reason: 'invalid-phone-number',
        retryAtMs: null,
        limit: null,
        hidden: false,
      },
      {
        type: 'request-refused',
        atMs,
        tenant: 'default',
        purpose: 'default',
        cause: 'resend',
        subject: null,
        reason: 'challenge-not-active',
        retryAtMs: null,
        limit: null,
        hidden: false,
      },
      {
        type: 'request-refused',
        ...base,
        cause: 'resend',
        subject,
        reason: 'cooldown',
        retryAtMs: atMs + 30_000,
        limit: null,
        hidden: false,
      },
      {
        type: 'verification-refused',
        ...base,
        subject,
        reason: 'malformed',
        field: 'code',
        limit: null,
        failure: null,
        hidden: false,
      },
      {
        type: 'verification-refused',
        ...base,
        subject,
        reason: 'rate-limited',
        field: null,
        limit: 'address',
        failure: null,
        hidden: false,
      },
    ]);
  });

  it('carry the failure of a provider that could not be asked', async () => {
    const { otp, provider, events } = createProviderTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    provider.behaveOnCheck('leave-unknown');
    await otp.verify({ challenge, code: '000000' });
    expect(refusalsIn(events)).toMatchObject([
      { reason: 'provider-unavailable', failure: { category: 'unavailable', providerId: 'scripted' } },
    ]);
  });
});
