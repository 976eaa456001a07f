import type { PhoneNumber, PhoneNumberParseOutcome, PhoneNumberParser } from '@countersign/otp-core/spec';
import { type PhoneNumber as ParsedNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { respell } from './one-line.ts';
import {
  type PhoneNumberParserOptions,
  type ResolvedPhoneNumberParserOptions,
  resolvePhoneNumberParserOptions,
  WORLD,
} from './phone-number-parser-options.ts';
import { typeOf } from './phone-number-type.ts';
import { readTypedNumber } from './typed-number.ts';

/**
 * Creates a parser that reads numbers as people write them, knows their country and kind of line, and refuses those
 * that a deployment does not send to. It is exact about countries that share a calling code: +1 is also that of
 * Jamaica, +44 that of Jersey, +7 that of Kazakhstan. Where a plan has two numbers for one line, such as Argentina's with
 * and without the 9, both read as one.
 *
 * `invalid` is what is no number, or one that no numbering plan has; `not-allowed` one that exists. Never throws.
 *
 * @throws OtpConfigurationError naming every option that makes no sense
 * @example
 * const phone = createPhoneNumberParser({ defaultCountry: 'US', allowedCountries: ['US', 'CA'] });
 * phone.parse('(415) 555-0123'); // { status: 'valid', phoneNumber: '+14155550123', country: 'US' }
 * phone.parse('+1 876 555 1234'); // { status: 'not-allowed' }: Jamaica
 */
export function createPhoneNumberParser(options: PhoneNumberParserOptions = {}): PhoneNumberParser {
  const resolved = resolvePhoneNumberParserOptions(options);
  return Object.freeze<PhoneNumberParser>({ parse: (input) => parse(input, resolved) });
}

function parse(input: unknown, options: ResolvedPhoneNumberParserOptions): PhoneNumberParseOutcome {
  const typed = readTypedNumber(input);
  if (typed === null) return { status: 'invalid' };
  const parsed = readLine(typed, options.defaultCountry);
  if (parsed === undefined || !parsed.isValid()) return { status: 'invalid' };
  const country = parsed.country ?? null;
  const type = typeOf(parsed.getType());
  if (type === undefined || !options.allowedTypes.has(type) || !isAllowed(country ?? WORLD, options)) {
    return { status: 'not-allowed' };
  }
  return { status: 'valid', phoneNumber: parsed.number as PhoneNumber, country };
}

/** The line, by the one number that is dialled for it today. */
function readLine(
  typed: string,
  defaultCountry: ResolvedPhoneNumberParserOptions['defaultCountry'],
): ParsedNumber | undefined {
  const parsed = parsePhoneNumberFromString(typed, {
    extract: false,
    ...(defaultCountry === null ? {} : { defaultCountry }),
  });
  const number = parsed === undefined ? null : respell(parsed.number);
  const line = number === null ? undefined : parsePhoneNumberFromString(number, { extract: false });
  return line?.isValid() ? line : parsed;
}

function isAllowed(region: string, { allowedCountries, blockedCountries }: ResolvedPhoneNumberParserOptions): boolean {
  return (allowedCountries === null || allowedCountries.has(region)) && !blockedCountries.has(region);
}
