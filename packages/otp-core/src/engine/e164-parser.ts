import type { PhoneNumber, PhoneNumberParser } from '../spec/index.ts';

/**
 * The parser used where none is given: a plus, then 7 to 15 digits (ITU-T E.164), with the separators that people
 * type. It knows no countries and no national forms, so two spellings of one line, such as Argentina's with and without
 * the 9, are two numbers to it: `@countersign/otp-phone` reads them as one; `(0)` is refused, as it means a digit that must not be dialled.
 *
 * @example
 * createE164Parser().parse('+1 (415) 555-0123'); // { status: 'valid', phoneNumber: '+14155550123', country: null }
 */
export function createE164Parser(): PhoneNumberParser {
  return {
    parse(input) {
      // Length first: a huge input must not be searched.
      if (input.length > 40 || !/^\+[0-9 ().-]+$/.test(input) || input.includes('(0)')) return { status: 'invalid' };
      const digits = input.replaceAll(/[^0-9]/g, '');
      if (!/^[1-9][0-9]{6,14}$/.test(digits)) return { status: 'invalid' };
      return { status: 'valid', phoneNumber: `+${digits}` satisfies PhoneNumber, country: null };
    },
  };
}
