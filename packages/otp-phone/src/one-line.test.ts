import { createOtpEngine } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import fc from 'fast-check';
import { isValidPhoneNumber } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { createPhoneNumberParser } from './phone-number-parser.ts';
import type { PhoneNumberParserOptions } from './phone-number-parser-options.ts';

function read(input: string, options: PhoneNumberParserOptions = {}): string {
  const outcome = createPhoneNumberParser(options).parse(input);
  return outcome.status === 'valid' ? `${outcome.phoneNumber} ${outcome.country}` : outcome.status;
}

interface Line {
  readonly where: string;
  readonly number: string;
  /** From anywhere. */
  readonly spellings: readonly string[];
  /** At home. */
  readonly home?: { readonly country: string; readonly spellings: readonly string[] };
}

const LINES: readonly Line[] = [
  {
    where: 'Buenos Aires',
    number: '+5491123456789 AR',
    spellings: [
      '+54 9 11 2345-6789',
      '+54 11 2345-6789',
      '+54 11 15 2345-6789',
      '+54 9 11 15 2345-6789',
      '+54 (0) 11 2345-6789',
    ],
    home: {
      country: 'AR',
      spellings: ['11 2345-6789', '011 15-2345-6789', '0 11 2345-6789', '9 11 2345-6789', '11 15 2345 6789'],
    },
  },
  {
    where: 'an Argentine town with a longer area code',
    number: '+5492966423456 AR',
    spellings: ['+54 9 2966 42-3456', '+54 2966 42-3456', '+54 2966 15 42-3456', '+54 9 2966 15 42-3456'],
    home: { country: 'AR', spellings: ['02966 15-42-3456', '2966 42 3456'] },
  },
  {
    where: 'Mexico City',
    number: '+525512345678 MX',
    spellings: [
      '+52 55 1234 5678',
      '+52 1 55 1234 5678',
      '+52 01 55 1234 5678',
      '+52 044 55 1234 5678',
      '+52 045 55 1234 5678',
    ],
    home: {
      country: 'MX',
      spellings: ['55 1234 5678', '1 55 1234 5678', '01 55 1234 5678', '044 55 1234 5678', '045 55 1234 5678'],
    },
  },
  {
    where: 'Benin',
    number: '+2290197123456 BJ',
    spellings: ['+229 01 97 12 34 56', '+229 97 12 34 56'],
    home: { country: 'BJ', spellings: ['01 97 12 34 56', '97 12 34 56'] },
  },
  {
    where: 'Gabon, Libertis',
    number: '+24166123456 GA',
    spellings: ['+241 66 12 34 56', '+241 066 12 34 56', '+241 06 12 34 56', '+241 6 12 34 56'],
    home: { country: 'GA', spellings: ['066 12 34 56', '06 12 34 56'] },
  },
  {
    where: 'Gabon, Airtel',
    number: '+24174123456 GA',
    spellings: ['+241 74 12 34 56', '+241 04 12 34 56', '+241 4 12 34 56'],
  },
  { where: 'Gabon, Moov', number: '+24165123456 GA', spellings: ['+241 65 12 34 56', '+241 05 12 34 56'] },
  { where: 'Libreville, a landline', number: '+24111731234 GA', spellings: ['+241 11 73 12 34', '+241 01 73 12 34'] },
  { where: 'Kosovo, once of Monaco', number: '+38344123456 XK', spellings: ['+383 44 123 456', '+377 44 123 456'] },
  { where: 'Kosovo, once of Slovenia', number: '+38349123456 XK', spellings: ['+383 49 123 456', '+386 49 123 456'] },
  {
    where: 'Ramallah',
    number: '+970599123456 PS',
    spellings: ['+970 599 123 456', '+972 599 123 456', '+972 (0)59-912-3456'],
    home: { country: 'IL', spellings: ['059-912-3456'] },
  },
  {
    where: 'San Marino',
    number: '+3780549886377 SM',
    spellings: ['+378 0549 886377', '+378 886377', '+39 0549 886377'],
  },
];

describe('one line', () => {
  it.each(LINES)('is one number in $where', ({ number, spellings, home }) => {
    for (const spelling of spellings) expect([spelling, read(spelling)]).toEqual([spelling, number]);
    for (const spelling of home?.spellings ?? []) {
      expect([spelling, read(spelling, { defaultCountry: home?.country ?? '' })]).toEqual([spelling, number]);
    }
  });

  it('is one Argentine mobile line, whatever libphonenumber takes it for', () => {
    const mobile: PhoneNumberParserOptions = { defaultCountry: 'AR', allowedTypes: ['mobile'] };
    expect(read('11 2345-6789', mobile)).toBe('+5491123456789 AR');
    const national = fc.stringMatching(/^(?:11|2[2-9]\d|3[3-8]\d)\d{7,8}$/).filter((digits) => digits.length === 10);
    fc.assert(
      fc.property(
        national.filter((digits) => isValidPhoneNumber(`+549${digits}`)),
        (digits) => {
          expect(read(`+54${digits}`)).toBe(`+549${digits} AR`);
          expect(read(digits, mobile)).toBe(`+549${digits} AR`);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a toll-free number of Argentina', '+54 800 222 1234', 'toll-free', '+548002221234 AR'],
    ['a mobile line of Monaco', '+377 6 12 34 56 78', 'mobile', '+377612345678 MC'],
    ['a mobile line of Slovenia', '+386 31 234 567', 'mobile', '+38631234567 SI'],
    ['a mobile line of Israel', '+972 50 234 5678', 'mobile', '+972502345678 IL'],
    ['a landline of Italy', '+39 06 1234 5678', 'fixed-line', '+390612345678 IT'],
    ['a landline of Jerusalem', '+972 2 623 4567', 'fixed-line', '+97226234567 IL'],
  ] as const)('leaves %s as it is', (_name, spelling, type, number) => {
    expect(read(spelling, { allowedTypes: [type] })).toBe(number);
  });

  it.each([
    ['Brazilian lines of eight digits, which are not those of nine', '+55 11 7812-3456', '+55 11 97812-3456'],
    ['Gambian lines of seven digits and of nine', '+220 301 2345', '+220 83 301 2345'],
    ['Palestinian landlines under two calling codes', '+970 2 223 4567', '+972 2 223 4567'],
  ])('keeps apart %s', (_name, one, other) => {
    expect(read(one)).not.toBe('invalid');
    expect(read(other)).not.toBe('invalid');
    expect(read(one)).not.toBe(read(other));
  });

  it('belongs to the country that it is dialled in, for lists of countries', () => {
    expect(read('+972 599 123 456', { allowedCountries: ['IL'] })).toBe('not-allowed');
    expect(read('+972 599 123 456', { allowedCountries: ['PS'] })).toBe('+970599123456 PS');
    expect(read('+377 44 123 456', { blockedCountries: ['XK'] })).toBe('not-allowed');
  });

  it('has one cooldown and one message, however it is typed', async () => {
    const provider = createRecordingSmsSender();
    const phone = createPhoneNumberParser({ defaultCountry: 'AR' });
    const otp = createOtpEngine({ provider, store: createMemoryCodeStore(), secret: 'x'.repeat(32), phone });
    expect(await otp.request({ to: '+54 9 11 2345-6789' })).toMatchObject({ ok: true });
    for (const to of ['11 2345-6789', '011 15-2345-6789', '+54 11 2345-6789']) {
      expect(await otp.request({ to })).toMatchObject({ ok: false, reason: 'cooldown' });
    }
    expect(provider.messages.map(({ to }) => to)).toEqual(['+5491123456789']);
    await otp.close();
  });
});
