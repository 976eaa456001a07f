/** Which windows a call is charged to, and what a limiter's answer is read as. */
import { createHmac, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PhoneNumberParser, RateLimiter, RateLimitWindow } from '../spec/index.ts';
import { createTestBed, granted, HOUR_MS, MINUTE_MS, NUMBER, SECRET } from './test-support/test-bed.ts';

const WINDOWS = [
  { max: 3, durationMs: MINUTE_MS },
  { max: 9, durationMs: HOUR_MS },
];
const ALL = {
  requestsPerAddress: WINDOWS,
  requestsPerNetwork: WINDOWS,
  requestsPerNumberPrefix: WINDOWS,
  requestsPerCountry: WINDOWS,
  requestsPerDeployment: WINDOWS,
  checksPerAddress: WINDOWS,
};
const IN_THE_US: PhoneNumberParser = {
  parse: (input) => ({ status: 'valid', phoneNumber: input as `+${string}`, country: 'US' }),
};
const client = { ip: '192.0.2.1' };

type Taken = readonly RateLimitWindow[];

function bedThatTakes(take: (windows: Taken) => unknown) {
  const taken: Taken[] = [];
  const nows: unknown[] = [];
  const rateLimiter: RateLimiter = {
    specificationVersion: 'v1',
    take: async (windows, nowMs) => {
      taken.push(windows);
      nows.push(nowMs);
      return take(windows) as never;
    },
  };
  return { ...createTestBed({ rateLimiter, phone: IN_THE_US, policy: { rateLimits: ALL } }), taken, nows };
}

const allow = () => ({ status: 'allowed' });

describe('a limiter', () => {
  it('is told every window of a request under a name of its own, and the time, at once', async () => {
    const { otp, taken, nows, clock } = bedThatTakes(allow);
    granted(await otp.request({ to: NUMBER, client }));
    const [windows = []] = taken;
    expect(windows.map(({ key, ...window }) => window)).toEqual([1, 2, 3, 4, 5].flatMap(() => WINDOWS));
    expect(new Set(windows.map(({ key }) => key)).size).toBe(10);
    expect(taken).toHaveLength(1);
    expect(nows).toEqual([clock.now()]);
  });

  it('is told every window once where accounts are hidden, those about numbers apart', async () => {
    const { otp, taken, clock } = bedThatTakes(allow);
    const requesting = otp.request({ to: NUMBER, client, answerAfterMs: 3_000 });
    await clock.advance(3_000);
    granted(await requesting);
    expect(taken.map((windows) => windows.length)).toEqual([6, 4]);
    expect(new Set(taken.flat().map(({ key }) => key)).size).toBe(10);
  });

  it('is told names that outlive an upgrade, and hide what they are about', async () => {
    const { otp, taken } = bedThatTakes(allow);
    const { challenge } = granted(await otp.request({ to: NUMBER, client }));
    await otp.verify({ challenge, code: '000000', client });
    const limitKey = Buffer.from(hkdfSync('sha256', SECRET, 'countersign v1', 'limit', 32));
    const about = [
      ['address', '192.0.2.1'],
      ['network', '192.0.2'],
      ['number-prefix', '+14155550'],
      ['country', 'US'],
      ['deployment', '*'],
      ['address', 'check 192.0.2.1'],
    ];
    const names = about.flatMap((fields) =>
      ['60000', '3600000'].map((duration) => {
        const framed = [...fields, duration].map((field) => `${field.length}:${field}`).join('');
        return createHmac('sha256', limitKey).update(framed).digest('base64url').slice(0, 22);
      }),
    );
    expect(taken.flat().map(({ key }) => key)).toEqual(names);
  });

  it('is told of checks under other names than of requests', async () => {
    const { otp, taken } = bedThatTakes(allow);
    const { challenge } = granted(await otp.request({ to: NUMBER, client }));
    await otp.verify({ challenge, code: '000000', client });
    const [requested = [], checked = []] = taken;
    expect(checked.map(({ key, ...window }) => window)).toEqual(WINDOWS);
    expect(new Set([...requested, ...checked].map(({ key }) => key)).size).toBe(12);
  });

  it('is told the same names for the same client, and neither prefix nor country of an account that is none', async () => {
    const { otp, taken } = bedThatTakes(allow);
    granted(await otp.request({ to: NUMBER, client }));
    granted(await otp.request({ to: { decoy: 'nobody' }, client }));
    const [number = [], decoy = []] = taken.map((windows) => windows.map(({ key }) => key));
    expect(decoy).toEqual([...number.slice(0, 4), ...number.slice(8)]);
  });

  it('is not asked where there is nothing to charge', async () => {
    const { otp, taken } = bedThatTakes(allow);
    const { challenge } = granted(await otp.request({ to: NUMBER, client }));
    await otp.verify({ challenge, code: '000000' });
    expect(taken).toHaveLength(1);
  });

  it.each([
    [0, 'address'],
    [2, 'network'],
    [4, 'number-prefix'],
    [6, 'country'],
    [8, 'deployment'],
  ])('that names the window %i has refused by %s', async (index, limit) => {
    const retryAtMs = Date.UTC(2031, 0, 1);
    const { otp, events, provider } = bedThatTakes((windows) => ({
      status: 'limited',
      key: windows[index]?.key,
      retryAtMs,
    }));
    expect(await otp.request({ to: NUMBER, client })).toEqual({
      ok: false,
      reason: 'rate-limited',
      retryAt: new Date(retryAtMs),
    });
    expect(events.at(-1)).toMatchObject({ type: 'request-refused', reason: 'rate-limited', limit, retryAtMs });
    expect(provider.messages).toEqual([]);
  });

  it('that names a window nobody asked about has refused all the same', async () => {
    const { otp, events } = bedThatTakes(() => ({ status: 'limited', key: 'another', retryAtMs: 0 }));
    expect(await otp.request({ to: NUMBER, client })).toMatchObject({ ok: false, reason: 'rate-limited' });
    expect(events.at(-1)).toMatchObject({ limit: 'deployment' });
  });

  it.each([[{ status: 'yes' }], [undefined], [null], ['allowed']])(
    'that answers %j has allowed nothing',
    async (answer) => {
      const { otp, provider } = bedThatTakes(() => answer);
      await expect(otp.request({ to: NUMBER, client })).rejects.toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
      expect(provider.messages).toEqual([]);
    },
  );

  it('that fails is told by name', async () => {
    const { otp, events } = bedThatTakes(() => {
      throw new Error('down');
    });
    await expect(otp.request({ to: NUMBER, client })).rejects.toMatchObject({
      message: 'The store failed (rate-limit). Nothing was allowed.',
    });
    expect(events).toMatchObject([{ type: 'store-failed', operation: 'rate-limit' }]);
  });
});
