/** What a provider is told besides number and text: what it needs to do its own part well, and nothing else. */
import { describe, expect, it } from 'vitest';
import {
  createProviderTestBed,
  createTestBed,
  granted,
  MINUTE_MS,
  NUMBER,
  OTHER_NUMBER,
} from './test-support/test-bed.ts';

describe('a sender', () => {
  it('is told how long the code is worth delivering, on a resend how long it still is', async () => {
    const { otp, provider, clock } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    expect(provider.messages.at(-1)).toMatchObject({ to: NUMBER, ttlMs: 5 * MINUTE_MS });
    await clock.advance(2 * MINUTE_MS);
    granted(await otp.resend({ challenge }));
    expect(provider.messages.at(-1)).toMatchObject({ to: NUMBER, ttlMs: 3 * MINUTE_MS });
  });

  it('is told to stop by a signal that it may read before the end or after', async () => {
    const { otp, provider, clock } = createTestBed();
    const heard: string[] = [];
    const seen: Array<{ readonly signal?: AbortSignal }> = [];
    provider.send = (_message, options = {}) => {
      seen.push(options);
      if (seen.length === 1) options.signal?.addEventListener('abort', () => heard.push('stop'));
      return new Promise(() => {});
    };
    const requests = [otp.request({ to: NUMBER }), otp.request({ to: OTHER_NUMBER })];
    await clock.advance(9_999);
    expect(seen.map(({ signal }) => signal?.aborted).slice(0, 1)).toEqual([false]);
    expect(heard).toEqual([]);
    await clock.advance(1);
    await Promise.all(requests);
    expect(heard).toEqual(['stop']);
    expect(seen.map(({ signal }) => signal?.aborted)).toEqual([true, true]);
    expect(seen.map(({ signal }) => signal)).toEqual(seen.map(({ signal }) => signal));
  });
});

describe('a verification provider', () => {
  it('is told the address of the client where the application told it', async () => {
    const { otp, provider } = createProviderTestBed();
    granted(await otp.request({ to: NUMBER, client: { ip: '2001:db8::7' } }));
    expect(provider.starts).toEqual([{ to: NUMBER, ip: '2001:db8::7' }]);
  });

  it.each([
    ['203.0.113.7:40001', '203.0.113.7'],
    ['[2001:DB8::7%eth0]:443', '2001:db8::7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
  ])('is told the address alone of %j, as its own checks cannot read more', async (ip, told) => {
    const { otp, provider } = createProviderTestBed();
    granted(await otp.request({ to: NUMBER, client: { ip } }));
    expect(provider.starts).toEqual([{ to: NUMBER, ip: told }]);
  });

  it.each(['', 'unknown'])('is told nothing of the address %j, which is none', async (ip) => {
    const { otp, provider } = createProviderTestBed();
    granted(await otp.request({ to: NUMBER, client: { ip } }));
    expect(provider.starts).toEqual([{ to: NUMBER }]);
  });

  it('does not get to show that address in what it answers', async () => {
    const { otp, provider, events } = createProviderTestBed();
    const failure = {
      category: 'fraud-blocked',
      retryable: false,
      providerId: 'p',
      message: 'too much from 192.0.2.7',
    };
    provider.start = async () => ({ status: 'refused', failure }) as never;
    await otp.request({ to: NUMBER, client: { ip: '192.0.2.7' } });
    expect(JSON.stringify(events)).not.toContain('192.0.2.7');
    expect(events.at(-1)).toMatchObject({ failure: { message: 'too much from [redacted]' } });
  });
});
