/** A parser is a port: what it says of a number is read as if anybody had written it. */

import { describe, expect, it, vi } from 'vitest';
import type { PhoneNumberParser } from '../spec/index.ts';
import { createTestBed, granted, NUMBER } from './test-support/test-bed.ts';

function bedThatParses(outcome: unknown) {
  const parse = vi.fn(() => outcome);
  return { ...createTestBed({ phone: { parse } as unknown as PhoneNumberParser }), parse };
}

describe('a number parser', () => {
  it('is asked about up to 256 characters', async () => {
    const { otp, parse } = bedThatParses({ status: 'valid', phoneNumber: NUMBER, country: null });
    granted(await otp.request({ to: '4'.repeat(256) }));
    expect(await otp.request({ to: '4'.repeat(257) })).toEqual({ ok: false, reason: 'invalid-phone-number' });
    expect(parse).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['US', 'US'],
    ['us', null],
    ['USA', null],
    ['U', null],
    ['xUS', null],
    [' US', null],
    [7, null],
    [['US'], null],
    [undefined, null],
  ])('that names the country %j is believed to say %j', async (country, told) => {
    const { otp, events } = bedThatParses({ status: 'valid', phoneNumber: NUMBER, country });
    granted(await otp.request({ to: NUMBER }));
    expect(events[0]).toMatchObject({ type: 'code-issued', country: told });
  });

  it.each([
    { status: 'valid', phoneNumber: '+123456', country: null },
    { status: 'valid', phoneNumber: '+1234567890123456', country: null },
    { status: 'valid', phoneNumber: '+0123456789', country: null },
    { status: 'valid', phoneNumber: `x${NUMBER}`, country: null },
    { status: 'valid', phoneNumber: `${NUMBER}x`, country: null },
    { status: 'valid', phoneNumber: [NUMBER], country: null },
    { status: 'maybe', phoneNumber: NUMBER, country: null },
    { phoneNumber: NUMBER },
    [],
    null,
  ])('that answers %j has found none', async (outcome) => {
    const { otp, provider } = bedThatParses(outcome);
    expect(await otp.request({ to: NUMBER })).toEqual({ ok: false, reason: 'invalid-phone-number' });
    expect(provider.messages).toHaveLength(0);
  });

  it.each(['+1234567', '+123456789012345'])(
    'may find %s, the shortest and the longest there are',
    async (phoneNumber) => {
      const { otp, provider } = bedThatParses({ status: 'valid', phoneNumber, country: null });
      granted(await otp.request({ to: 'a number' }));
      expect(provider.messages[0]?.to).toBe(phoneNumber);
    },
  );
});
