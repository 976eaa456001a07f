import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OtpMisuseError } from '../errors/otp-error.ts';
import { maskPhoneNumber } from './mask-phone-number.ts';

describe('maskPhoneNumber', () => {
  it.each([
    ['+14155550123', '+*******23'],
    ['+6834000', '+*******00'],
    ['+393912345678', '+*******78'],
    ['+123456789012345', '+*******45'],
  ])('shows of %s no more than %s', (phoneNumber, masked) => {
    expect(maskPhoneNumber(phoneNumber)).toBe(masked);
  });

  it('gives every number the same shape, which tells its last two digits and nothing else', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9][0-9]{5,14}$/), (phoneNumber) => {
        const masked = maskPhoneNumber(phoneNumber);
        expect(masked).toMatch(/^\+\*{7}[0-9]{2}$/);
        expect(masked).toBe(maskPhoneNumber(`+19999999${phoneNumber.slice(-2)}`));
      }),
      { seed: 20_254 },
    );
  });

  it.each<[string, unknown]>([
    ['empty', ''],
    ['a plus only', '+'],
    ['without a plus', '14155550123'],
    ['with a leading zero', '+04155550123'],
    ['with spaces', '+1 415 555 0123'],
    ['too long', '+1234567890123456'],
    ['in digits of another script', '+١٤١٥٥٥٥٠١٢٣'],
    ['followed by a line feed', '+14155550123\n'],
    ['huge', `+${'1'.repeat(5_000_000)}`],
    ['a number', 14155550123],
    ['missing', undefined],
    ['an array', ['+14155550123']],
  ])('refuses a number that is %s, without a word of it', (_, phoneNumber) => {
    const message = 'A phone number must be in E.164 form: a plus and at most 15 digits.';
    expect(() => maskPhoneNumber(phoneNumber as string)).toThrow(new OtpMisuseError(message));
  });
});
