/** Laws of the parser, whatever is typed. */
import fc from 'fast-check';
import { type CountryCode, getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { createPhoneNumberParser } from './phone-number-parser.ts';

const countries = getCountries();
const country = fc.constantFrom(...countries);
const anywhere = createPhoneNumberParser();

function exampleOf(code: CountryCode) {
  const example = getExampleNumber(code, examples);
  if (example === undefined) throw new RangeError(code);
  return example;
}

/** Digits as they may be typed: on which keyboard, and with what between them. */
const keyboard = fc.constantFrom(0x30, 0x660, 0x6f0, 0xff10);
const separator = fc.constantFrom('', '', ' ', '-', '.', '\u00a0', '\u2011', '\u200e');

/** Anything, and much that is nearly a number. */
const typed = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.stringMatching(/^[+＋]?[0-9 ()./٠-٩-]{0,40}$/),
  fc
    .tuple(country, fc.stringMatching(/^(?:|[0-9]{1,3}|x[0-9]|;ext=[0-9]|,[0-9]|[a-z]{1,4}|#)$/))
    .map(([code, tail]) => `${exampleOf(code).number}${tail}`),
);

describe('createPhoneNumberParser', () => {
  it('knows the mobile numbers of every country, and says whose they are', () => {
    for (const code of countries) {
      const example = exampleOf(code);
      const outcome = anywhere.parse(example.number);
      // Gabon's example is of before its digits changed; `one-line.test.ts` has what it reads as.
      const number = code === 'GA' ? '+24166031234' : example.number;
      expect(outcome).toMatchObject({ status: 'valid', phoneNumber: number });
      const only = createPhoneNumberParser({ defaultCountry: code, allowedCountries: [code] });
      // Some countries have no mobile numbers of their own and give their neighbour's as an example.
      const isTheirs = outcome.status === 'valid' && outcome.country === code;
      expect(only.parse(example.formatNational()).status).toBe(isTheirs ? 'valid' : 'not-allowed');
    }
  });

  it('reads a number alike however it is typed', () => {
    fc.assert(
      fc.property(country, keyboard, fc.array(separator, { minLength: 16, maxLength: 16 }), (code, zero, between) => {
        const { number } = exampleOf(code);
        const written = [...number.slice(1)]
          .map((digit, index) => `${String.fromCodePoint(zero + Number(digit))}${between[index]}`)
          .join('');
        expect(anywhere.parse(`+${written}`)).toEqual(anywhere.parse(number));
      }),
      { numRuns: 300 },
    );
  });

  it('never throws, and tells E.164 only, which reads as itself with any default country', () => {
    fc.assert(
      fc.property(typed, country, (input, code) => {
        const parser = createPhoneNumberParser({ defaultCountry: code });
        const outcome = parser.parse(input);
        if (outcome.status !== 'valid') {
          expect(Object.keys(outcome)).toEqual(['status']);
          return;
        }
        expect(outcome.phoneNumber).toMatch(/^\+[1-9][0-9]{6,14}$/);
        expect(parser.parse(outcome.phoneNumber)).toEqual(outcome);
        expect(anywhere.parse(outcome.phoneNumber)).toEqual(outcome);
      }),
      { numRuns: 500 },
    );
  });

  it('lets no number past an allow list whose country is not on it', () => {
    fc.assert(
      fc.property(typed, fc.uniqueArray(country, { minLength: 1, maxLength: 5 }), (input, allowed) => {
        const outcome = createPhoneNumberParser({ allowedCountries: allowed }).parse(input);
        expect(outcome.status === 'valid' ? allowed : [null]).toContain(
          outcome.status === 'valid' ? outcome.country : null,
        );
      }),
      { numRuns: 300 },
    );
  });
});
