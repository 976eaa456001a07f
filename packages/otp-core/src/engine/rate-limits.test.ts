/** Limits that are not about one number, counted by the memory limiter. */

import { describe, expect, it } from 'vitest';
import { createMemoryRateLimiter } from '../memory/index.ts';
import type { PhoneNumberParser, RateLimiter } from '../spec/index.ts';
import { createTestBed, granted, HOUR_MS } from './test-support/test-bed.ts';

/** Numbers of ranges of their own. */
function numberOf(index: number): string {
  return `+1415${String(index).padStart(4, '0')}000`;
}

function bedWith(rateLimits: object, phone?: PhoneNumberParser) {
  return createTestBed({
    rateLimiter: createMemoryRateLimiter(),
    policy: { rateLimits: { ...OFF, ...rateLimits } },
    ...(phone === undefined ? {} : { phone }),
  });
}

const OFF = {
  requestsPerAddress: [],
  requestsPerNetwork: [],
  requestsPerNumberPrefix: [],
  requestsPerCountry: [],
  requestsPerDeployment: [],
  checksPerAddress: [],
};
const THREE_AN_HOUR = [{ max: 3, durationMs: HOUR_MS }];

describe('rate limits', () => {
  it('count requests by address over all numbers, and free up when they said', async () => {
    const { otp, provider, clock, events } = bedWith({ requestsPerAddress: THREE_AN_HOUR });
    const client = { ip: '192.0.2.1' };
    for (let index = 0; index < 3; index += 1) granted(await otp.request({ to: numberOf(index), client }));
    const refused = await otp.request({ to: numberOf(3), client });
    if (refused.ok || refused.reason !== 'rate-limited') throw new Error('expected a limit');
    expect(events.at(-1)).toMatchObject({ type: 'request-refused', reason: 'rate-limited', limit: 'address' });
    granted(await otp.request({ to: numberOf(3), client: { ip: '192.0.2.2' } }));
    await clock.advance(refused.retryAt.getTime() - clock.now());
    granted(await otp.request({ to: numberOf(4), client }));
    expect(provider.messages).toHaveLength(5);
  });

  it('take an IPv6 customer for one, however it is spelt', async () => {
    const { otp } = bedWith({ requestsPerAddress: THREE_AN_HOUR });
    for (const [index, ip] of ['2001:db8:0:1::1', '2001:DB8::1:ffff:0:0:2', '2001:0db8:0000:0001:aaaa::'].entries()) {
      granted(await otp.request({ to: numberOf(index), client: { ip } }));
    }
    expect(await otp.request({ to: numberOf(3), client: { ip: '2001:db8:0:1:2:3:4:5' } })).toMatchObject({
      reason: 'rate-limited',
    });
    granted(await otp.request({ to: numberOf(4), client: { ip: '2001:db8:0:2::1' } }));
  });

  it('take an IPv4 client of a dual-stack socket for the same client', async () => {
    const { otp } = bedWith({ requestsPerAddress: [{ max: 1, durationMs: HOUR_MS }] });
    granted(await otp.request({ to: numberOf(0), client: { ip: '192.0.2.1' } }));
    expect(await otp.request({ to: numberOf(1), client: { ip: '::ffff:192.0.2.1' } })).toMatchObject({
      reason: 'rate-limited',
    });
  });

  it('count requests by network', async () => {
    const { otp } = bedWith({ requestsPerNetwork: THREE_AN_HOUR });
    for (let host = 0; host < 3; host += 1)
      granted(await otp.request({ to: numberOf(host), client: { ip: `192.0.2.${host}` } }));
    expect(await otp.request({ to: numberOf(3), client: { ip: '192.0.2.9' } })).toMatchObject({
      reason: 'rate-limited',
    });
    granted(await otp.request({ to: numberOf(4), client: { ip: '192.0.3.9' } }));
  });

  it('count requests by range of numbers, which is how pumping buys them', async () => {
    const { otp } = bedWith({ requestsPerNumberPrefix: THREE_AN_HOUR });
    for (let index = 0; index < 3; index += 1) granted(await otp.request({ to: `+1415555000${index}` }));
    expect(await otp.request({ to: '+14155550009' })).toMatchObject({ reason: 'rate-limited' });
    granted(await otp.request({ to: '+14155560009' }));
  });

  it('count requests by country and altogether', async () => {
    const phone: PhoneNumberParser = {
      parse: (input) => ({
        status: 'valid',
        phoneNumber: input as `+${string}`,
        country: input.startsWith('+44') ? 'GB' : 'US',
      }),
    };
    const { otp } = bedWith(
      { requestsPerCountry: [{ max: 1, durationMs: HOUR_MS }], requestsPerDeployment: THREE_AN_HOUR },
      phone,
    );
    granted(await otp.request({ to: numberOf(0) }));
    expect(await otp.request({ to: numberOf(1) })).toMatchObject({ reason: 'rate-limited' });
    granted(await otp.request({ to: '+447700900456' }));
    expect(await otp.request({ to: '+447700900457' })).toMatchObject({ reason: 'rate-limited' });
  });

  it('count resends as requests', async () => {
    const { otp, clock } = bedWith({ requestsPerAddress: [{ max: 1, durationMs: HOUR_MS }] });
    const client = { ip: '192.0.2.1' };
    const { challenge } = granted(await otp.request({ to: numberOf(0), client }));
    await clock.advance(60_000);
    expect(await otp.resend({ challenge, client })).toMatchObject({ reason: 'rate-limited' });
  });

  it('count guesses by address, before a try is spent', async () => {
    const { otp, provider } = bedWith({ checksPerAddress: THREE_AN_HOUR });
    const client = { ip: '192.0.2.1' };
    const { challenge } = granted(await otp.request({ to: numberOf(0), client }));
    for (let tries = 0; tries < 3; tries += 1) await otp.verify({ challenge, code: '000000', client });
    expect(await otp.verify({ challenge, code: provider.lastCode(), client })).toMatchObject({
      reason: 'rate-limited',
    });
    expect(await otp.verify({ challenge, code: provider.lastCode(), client: { ip: '198.51.100.1' } })).toMatchObject({
      ok: true,
    });
  });

  it('leave a client that the app recognises out of those by address and network, where it counts for nobody', async () => {
    const { otp, provider } = bedWith({
      requestsPerAddress: [{ max: 1, durationMs: HOUR_MS }],
      requestsPerNetwork: [{ max: 2, durationMs: HOUR_MS }],
      checksPerAddress: [{ max: 1, durationMs: HOUR_MS }],
    });
    const ip = '192.0.2.1';
    for (let index = 0; index < 4; index += 1) {
      const { challenge } = granted(await otp.request({ to: numberOf(index), client: { ip, known: true } }));
      const client = { ip, known: true };
      expect(await otp.verify({ challenge, code: provider.lastCode(), client })).toMatchObject({ ok: true });
    }
    const { challenge } = granted(await otp.request({ to: numberOf(4), client: { ip } }));
    expect(await otp.request({ to: numberOf(5), client: { ip } })).toMatchObject({ reason: 'rate-limited' });
    await otp.verify({ challenge, code: '000000', client: { ip } });
    expect(await otp.verify({ challenge, code: provider.lastCode(), client: { ip } })).toMatchObject({
      reason: 'rate-limited',
    });
    granted(await otp.request({ to: numberOf(5), client: { ip, known: true } }));
  });

  it.each([
    ['number range', { requestsPerNumberPrefix: [{ max: 1, durationMs: HOUR_MS }] }],
    ['deployment', { requestsPerDeployment: [{ max: 1, durationMs: HOUR_MS }] }],
  ])('count a client that the app recognises by %s all the same', async (_limit, limits) => {
    const { otp } = bedWith(limits);
    const client = { ip: '192.0.2.1', known: true };
    granted(await otp.request({ to: '+14155550001', client }));
    expect(await otp.request({ to: '+14155550002', client })).toMatchObject({ reason: 'rate-limited' });
  });

  it('take an address that is none, of whatever length, for a client of its own', async () => {
    const { otp } = bedWith({ requestsPerAddress: [{ max: 1, durationMs: HOUR_MS }] });
    const ip = `forged ${'x'.repeat(1_000_000)}`;
    granted(await otp.request({ to: numberOf(0), client: { ip } }));
    expect(await otp.request({ to: numberOf(1), client: { ip } })).toMatchObject({ reason: 'rate-limited' });
    granted(await otp.request({ to: numberOf(2), client: { ip: '192.0.2.1' } }));
  });

  it('hand the limiter no address and no number', async () => {
    const keys: string[] = [];
    const rateLimiter: RateLimiter = {
      specificationVersion: 'v1',
      take: async (windows) => {
        keys.push(...windows.map((window) => window.key));
        return { status: 'allowed' };
      },
    };
    const { otp } = createTestBed({ rateLimiter });
    granted(await otp.request({ to: '+14155550123', client: { ip: '192.0.2.1' } }));
    expect(keys.join()).not.toMatch(/192|1415/);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('a number parser', () => {
  it('keeps a deployment from sending where it does not want to, on a resend as well', async () => {
    let isAllowed = true;
    const phone: PhoneNumberParser = {
      parse: (input) =>
        isAllowed ? { status: 'valid', phoneNumber: input as `+${string}`, country: 'US' } : { status: 'not-allowed' },
    };
    const { otp, provider, clock } = createTestBed({ phone });
    const { challenge } = granted(await otp.request({ to: numberOf(0) }));
    isAllowed = false;
    await clock.advance(60_000);
    expect(await otp.request({ to: numberOf(1) })).toEqual({ ok: false, reason: 'destination-not-allowed' });
    expect(await otp.resend({ challenge })).toEqual({ ok: false, reason: 'destination-not-allowed' });
    expect(provider.messages).toHaveLength(1);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['gives no number', () => ({ status: 'valid', phoneNumber: '4155550123', country: null })],
    ['gives nonsense', () => 'valid'],
  ])('has found none when it %s', async (_name, parse) => {
    const { otp, provider } = createTestBed({ phone: { parse } as unknown as PhoneNumberParser });
    expect(await otp.request({ to: numberOf(0) })).toEqual({ ok: false, reason: 'invalid-phone-number' });
    expect(provider.messages).toHaveLength(0);
  });
});
