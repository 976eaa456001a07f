import { createOtpEngine } from '@countersign/otp-core';
import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createPhoneNumberParser } from './phone-number-parser.ts';
import type { PhoneNumberParserOptions } from './phone-number-parser-options.ts';

function read(input: unknown, options: PhoneNumberParserOptions = {}): string {
  const outcome = createPhoneNumberParser(options).parse(input as string);
  return outcome.status === 'valid' ? `${outcome.phoneNumber} ${outcome.country}` : outcome.status;
}

describe('createPhoneNumberParser', () => {
  it.each([
    ['+14155550123', '+14155550123 US'],
    ['+1 (415) 555-0123', '+14155550123 US'],
    ['+1.415.555.0123', '+14155550123 US'],
    ['  +1 415 555 0123\n', '+14155550123 US'],
    ['\u202a+1\u00a0415\u00a0555\u20110123\u202c', '+14155550123 US'],
    ['tel:+1-415-555-0123', '+14155550123 US'],
    ['TEL:+14155550123', '+14155550123 US'],
    ['+44 (0)7400 123456', '+447400123456 GB'],
    ['(+44) 7400 123456', '+447400123456 GB'],
    ['+49 (0)151 12345678', '+4915112345678 DE'],
    // Italy's numbers keep their zero.
    ['+39 06 1234 5678', '+390612345678 IT'],
    ['+54 11 15 2345 6789', '+5491123456789 AR'],
    ['+225 01 23 45 67 89', '+2250123456789 CI'],
  ])('reads %j as %s', (input, number) => {
    expect(read(input)).toBe(number);
  });

  it.each([
    ['US', '(415) 555-0123', '+14155550123 US'],
    ['US', '1 415 555 0123', '+14155550123 US'],
    ['US', '011 44 7400 123456', '+447400123456 GB'],
    ['US', '+44 7400 123456', '+447400123456 GB'],
    ['US', 'tel:4155550123', '+14155550123 US'],
    // The same digits are another island's: the area code decides, not the default.
    ['US', '876 555 1234', '+18765551234 JM'],
    ['GB', '07400 123456', '+447400123456 GB'],
    ['GB', '00 1 415 555 0123', '+14155550123 US'],
    ['DE', '0151/12345678', '+4915112345678 DE'],
    ['IT', '312 345 6789', '+393123456789 IT'],
    ['AU', '0011 44 7400 123456', '+447400123456 GB'],
    ['BR', '0 15 11 91234-5678', '+5511912345678 BR'],
  ])('reads in %s %j as %s', (defaultCountry, input, number) => {
    expect(read(input, { defaultCountry })).toBe(number);
  });

  it.each([
    ['Arabic', '+٩٦٦ ٥٠١ ٢٣٤ ٥٦٧', '+966501234567 SA'],
    ['Persian', '+۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹', '+989123456789 IR'],
    ['wide', '＋１４１５５５５０１２３', '+14155550123 US'],
  ])('reads the digits of %s keyboards, and tells them in ours', (_name, input, number) => {
    expect(read(input)).toBe(number);
  });

  it.each([
    ['nothing', ''],
    ['a plus', '+'],
    ['two pluses', '++14155550123'],
    ['two numbers', '+14155550123 +14155550124'],
    ['an emergency number', '911'],
    ['a number without its country', '4155550123'],
    ['00, which is no plus everywhere', '0014155550123'],
    ['a vanity number', '+1 800 FLOWERS'],
    ['an extension', '+14155550123 ext. 5'],
    ['a short extension', '+14155550123x5'],
    ['an extension after #', '+14155550123#5'],
    ['digits to be dialled on', '+14155550123,,5'],
    ['an extension in a URI', 'tel:+14155550123;ext=5'],
    ['a context in a URI', 'tel:5550123;phone-context=+1415'],
    ['another URI', 'sms:+14155550123'],
    ['words around it', 'call +14155550123'],
    ['digits of other scripts', '+१४१५५५५०१२३'],
    ['letters that look like digits', '+1415555O123'],
    ['a number that is too short', '+1415555012'],
    ['a number that is too long', '+141555501234'],
    ['a country that is none', '+999123456789'],
    ['an area code that is none', '+1 011 555 0123'],
    ['numbers for films and tests, which no plan has', '+447700900123'],
    ['a huge string', `+${'1'.repeat(5_000_000)}`],
    ['spaces without end', ' '.repeat(5_000_000)],
    ['a name of JavaScript', '__proto__'],
    ['a zero byte', '+14155550123\0'],
    ['null', null],
    ['a number', 14155550123],
    ['a list', ['+14155550123']],
    ['an object', { toString: () => '+14155550123' }],
  ])('calls %s invalid', (_name, input) => {
    expect(read(input)).toBe('invalid');
    expect(read(input, { allowedCountries: ['DE'] })).toBe('invalid');
  });

  it('reads up to 64 characters', () => {
    const spaces = (count: number) => `+1${' '.repeat(count)}4155550123`;
    expect(read(spaces(52))).toBe('+14155550123 US');
    expect(read(spaces(53))).toBe('invalid');
  });

  it.each([
    ['US', '+12125550123'],
    ['CA', '+14165550123'],
    ['BS', '+12423591234'],
    ['BB', '+12462501234'],
    ['AI', '+12642351234'],
    ['AG', '+12684641234'],
    ['VG', '+12843001234'],
    ['VI', '+13406421234'],
    ['KY', '+13453231234'],
    ['BM', '+14413701234'],
    ['GD', '+14734031234'],
    ['TC', '+16492311234'],
    ['JM', '+16582101234'],
    ['MS', '+16644923456'],
    ['MP', '+16702345678'],
    ['GU', '+16713001234'],
    ['AS', '+16847331234'],
    ['SX', '+17215205678'],
    ['LC', '+17582845678'],
    ['DM', '+17672251234'],
    ['VC', '+17844301234'],
    ['PR', '+17872345678'],
    ['DO', '+18092345678'],
    ['TT', '+18682911234'],
    ['KN', '+18697652917'],
    ['PR', '+19392345678'],
  ])('knows that %s is where %s is, of all that share +1', (country, number) => {
    expect(read(number)).toBe(`${number} ${country}`);
    const isNearby = country === 'US' || country === 'CA';
    expect(read(number, { allowedCountries: ['US', 'CA'] })).toBe(isNearby ? `${number} ${country}` : 'not-allowed');
    expect(read(number, { blockedCountries: [country] })).toBe('not-allowed');
  });

  it.each([
    ['Britain', 'GB', 'JE', '+447797712345'],
    ['Britain', 'GB', 'GG', '+447781123456'],
    ['Russia', 'RU', 'KZ', '+77710009998'],
    ['Italy', 'IT', 'VA', '+390669812345'],
    ['Norway', 'NO', 'SJ', '+4779123456'],
    ['Finland', 'FI', 'AX', '+35818123456'],
    ['Australia', 'AU', 'CC', '+61891621234'],
    ['Réunion', 'RE', 'YT', '+262639012345'],
  ])('tells %s (%s) from %s, which shares its calling code', (_name, neighbour, country, number) => {
    expect(read(number)).toBe(`${number} ${country}`);
    expect(read(number, { allowedCountries: [neighbour] })).toBe('not-allowed');
  });

  it.each([
    ['premium rate', '+19002345678', 'premium-rate'],
    ['premium rate', '+449098790000', 'premium-rate'],
    ['premium rate of no country', '+979123456789', 'premium-rate'],
    ['a shared cost', '+4918012345', 'shared-cost'],
    ['a personal number', '+447012345678', 'personal-number'],
    ['a toll-free number', '+18002345678', 'toll-free'],
    ['a toll-free number of no country', '+80012345678', 'toll-free'],
    ['a pager', '+447640123456', 'pager'],
    ['a company-wide number', '+445512345678', 'uan'],
    ['a landline', '+442079460958', 'fixed-line'],
    ['a mobile phone', '+447400123456', 'mobile'],
    ['either', '+14155550123', 'fixed-line-or-mobile'],
    ['the internet', '+445612345678', 'voip'],
  ] as const)('refuses %s (%s) unless %s is allowed', (_name, number, type) => {
    const usual = ['mobile', 'fixed-line-or-mobile', 'fixed-line', 'voip'];
    expect(read(number, { allowedTypes: [type] })).toMatch(number);
    const others = (['mobile', 'voicemail', 'pager'] as const).filter((each) => each !== type);
    expect(read(number, { allowedTypes: others })).toBe('not-allowed');
    expect(read(number) !== 'not-allowed').toBe(usual.includes(type));
  });

  it('takes numbers of no country for the world’s, 001, and tells no country', () => {
    expect(read('+882 16 12345678')).toBe('+8821612345678 null');
    expect(read('+870 773 111 632')).toBe('+870773111632 null');
    expect(read('+8821612345678', { allowedCountries: ['US', 'GB'] })).toBe('not-allowed');
    expect(read('+8821612345678', { allowedCountries: ['US', '001'] })).toBe('+8821612345678 null');
    expect(read('+8821612345678', { blockedCountries: ['001'] })).toBe('not-allowed');
    expect(read('+14155550123', { blockedCountries: ['001'] })).toBe('+14155550123 US');
  });

  it('keeps an engine from sending where it should not', async () => {
    const provider = createRecordingSmsSender();
    const otp = createOtpEngine({
      provider,
      store: createMemoryCodeStore(),
      secret: 'x'.repeat(32),
      phone: createPhoneNumberParser({ defaultCountry: 'US', allowedCountries: ['US'] }),
    });
    expect(await otp.request({ to: '(415) 555-0123' })).toMatchObject({ ok: true });
    expect(await otp.request({ to: '(876) 555-1234' })).toEqual({ ok: false, reason: 'destination-not-allowed' });
    expect(await otp.request({ to: '555-0123' })).toEqual({ ok: false, reason: 'invalid-phone-number' });
    expect(provider.messages.map(({ to }) => to)).toEqual(['+14155550123']);
  });
});

describe('the options of createPhoneNumberParser', () => {
  it.each([
    ['a country in small letters', { defaultCountry: 'us' }, ['defaultCountry']],
    ['a country that is none', { allowedCountries: ['GB', 'UK'] }, ['allowedCountries']],
    ['a name of JavaScript', { blockedCountries: ['constructor'] }, ['blockedCountries']],
    ['a country that is a list', { allowedCountries: [['US']] }, ['allowedCountries']],
    ['an empty list', { allowedCountries: [] }, ['allowedCountries']],
    ['a list that is none', { allowedCountries: 'US' }, ['allowedCountries']],
    [
      'a country both allowed and blocked',
      { allowedCountries: ['US'], blockedCountries: ['US'] },
      ['blockedCountries'],
    ],
    ['a default that is not allowed', { defaultCountry: 'US', allowedCountries: ['DE'] }, ['defaultCountry']],
    ['a default that is blocked', { defaultCountry: 'US', blockedCountries: ['US'] }, ['defaultCountry']],
    ['a default of no country', { defaultCountry: '001' }, ['defaultCountry']],
    ['a type that is none', { allowedTypes: ['MOBILE'] }, ['allowedTypes']],
    ['no type', { allowedTypes: [] }, ['allowedTypes']],
    ['types that are no list', { allowedTypes: 'mobile' }, ['allowedTypes']],
    ['an option that is none', { metadata: 'min' }, ['metadata']],
    [
      'all of it at once',
      { country: 1, defaultCountry: 1, allowedTypes: 1 },
      ['country', 'defaultCountry', 'allowedTypes'],
    ],
    ['no object', null, ['options']],
  ])('must not be %s', (_name, options, wrong) => {
    let caught: unknown;
    try {
      createPhoneNumberParser(options as PhoneNumberParserOptions);
    } catch (error) {
      caught = error;
    }
    expect(OtpConfigurationError.isInstance(caught) ? caught.problems.map(({ option }) => option) : []).toEqual(wrong);
  });
});
