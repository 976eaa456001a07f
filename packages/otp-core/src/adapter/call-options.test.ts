import { describe, expect, it } from 'vitest';
import { OtpMisuseError } from '../errors/otp-error.ts';
import { CALL_GRACE_MS, readCallOptions, readStoreTimeout, timeToTell } from './call-options.ts';

const NO_TIMES = [0, -1, Number.NaN, Number.POSITIVE_INFINITY, '1000', 1000n, [1000], {}, true];
const THROWING = Object.defineProperty({}, 'timeoutMs', {
  get: () => {
    throw new TypeError('no time');
  },
});

describe('timeToTell', () => {
  it.each([
    [10_000, 10_000 - CALL_GRACE_MS],
    [2 * CALL_GRACE_MS, CALL_GRACE_MS],
    [100, 50],
    [1, 1],
  ])('tells of %i ms to wait %i', (waitMs, toldMs) => {
    expect(timeToTell(waitMs)).toBe(toldMs);
  });
});

describe('readCallOptions', () => {
  it.each([undefined, null, {}, { signal: undefined, timeoutMs: undefined }, { signal: null, timeoutMs: null }])(
    'reads %j as a call that says nothing of its end',
    (options) => {
      expect(readCallOptions(options)).toEqual({ status: 'read', signal: null, timeoutMs: null });
    },
  );

  it('reads what is said, in whole milliseconds that a timer can wait', () => {
    const { signal } = new AbortController();
    expect(readCallOptions({ signal, timeoutMs: 1500 })).toEqual({ status: 'read', signal, timeoutMs: 1500 });
    expect(readCallOptions({ timeoutMs: 0.25 })).toMatchObject({ timeoutMs: 1 });
    expect(readCallOptions({ timeoutMs: 1e12 })).toMatchObject({ timeoutMs: 2 ** 31 - 1 });
  });

  it('reads each field once', () => {
    let reads = 0;
    const options = {
      get timeoutMs() {
        reads += 1;
        return reads === 1 ? 1000 : -1;
      },
    };
    expect(readCallOptions(options)).toMatchObject({ status: 'read', timeoutMs: 1000 });
  });

  it.each([
    'soon',
    7,
    [],
    () => undefined,
    { signal: 'now' },
    { signal: {} },
    THROWING,
    ...NO_TIMES.map((timeoutMs) => ({ timeoutMs })),
  ])('takes what tells nobody how the call ends for nonsense', (options) => {
    expect(readCallOptions(options)).toEqual({ status: 'nonsense', problem: expect.stringMatching(/\.$/) });
  });
});

describe('readStoreTimeout', () => {
  it('gives the smaller of the two', () => {
    expect(readStoreTimeout(undefined, 2000)).toBe(2000);
    expect(readStoreTimeout({ timeoutMs: 500 }, 2000)).toBe(500);
    expect(readStoreTimeout({ timeoutMs: 5000 }, 2000)).toBe(2000);
  });

  it('throws for what is no time', () => {
    for (const timeoutMs of NO_TIMES) expect(() => readStoreTimeout({ timeoutMs }, 2000)).toThrow(OtpMisuseError);
    expect(() => readStoreTimeout(THROWING, 2000)).toThrow(OtpMisuseError);
  });
});
