import { isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max';
import { DEFAULT_ALLOWED_TYPES, PHONE_NUMBER_TYPES, type PhoneNumberType } from './phone-number-type.ts';

/**
 * Which numbers a parser takes. Countries are ISO 3166-1 alpha-2 codes in upper case, and `'001'`, the world, for
 * numbers of no country such as +800, +870 and +882.
 */
export interface PhoneNumberParserOptions {
  /** Where numbers typed without a country belong to. @defaultValue none: they are invalid */
  readonly defaultCountry?: string;
  /** Numbers of all other countries, and of none, are not allowed. @defaultValue all countries */
  readonly allowedCountries?: readonly string[];
  /** Numbers of these are not allowed. @defaultValue none */
  readonly blockedCountries?: readonly string[];
  /** Numbers of all other types are not allowed. @defaultValue mobile, fixed-line-or-mobile, fixed-line and voip */
  readonly allowedTypes?: readonly PhoneNumberType[];
}

export interface ResolvedPhoneNumberParserOptions {
  readonly defaultCountry: CountryCode | null;
  /** `null`: all. */
  readonly allowedCountries: ReadonlySet<string> | null;
  readonly blockedCountries: ReadonlySet<string>;
  readonly allowedTypes: ReadonlySet<PhoneNumberType>;
}

/** The region of numbers that are no country's, as libphonenumber and UN M.49 call it. */
export const WORLD = '001';

const COUNTRY = 'an ISO 3166-1 alpha-2 code in upper case, for example GB and not UK';

/** @throws OtpConfigurationError naming every option that makes no sense */
export function resolvePhoneNumberParserOptions(options: unknown): ResolvedPhoneNumberParserOptions {
  const problems = new OptionProblems('createPhoneNumberParser');
  if (!isOptions(options)) problems.add('options', 'must be an object');
  const { defaultCountry, allowedCountries, blockedCountries, allowedTypes, ...others } = isOptions(options)
    ? options
    : {};
  problems.addUnknown('', others, ['defaultCountry', 'allowedCountries', 'blockedCountries', 'allowedTypes']);
  const home = readHome(defaultCountry, problems);
  const allowed = readCountries('allowedCountries', allowedCountries, problems);
  const blocked = readCountries('blockedCountries', blockedCountries, problems) ?? new Set();
  for (const country of blocked) {
    if (allowed?.has(country)) problems.add('blockedCountries', `must not hold ${country}, which is allowed`);
  }
  if (home !== null && (allowed?.has(home) === false || blocked.has(home))) {
    problems.add('defaultCountry', 'must be a country that is allowed');
  }
  const types = readTypes(allowedTypes, problems);
  problems.throwIfAny();
  return { defaultCountry: home, allowedCountries: allowed, blockedCountries: blocked, allowedTypes: types };
}

function readHome(value: unknown, problems: OptionProblems): CountryCode | null {
  if (value === undefined) return null;
  if (isCountry(value)) return value;
  problems.add('defaultCountry', `must be ${COUNTRY}`);
  return null;
}

function readCountries(option: string, value: unknown, problems: OptionProblems): ReadonlySet<string> | null {
  if (value === undefined) return null;
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  if (list.length === 0) problems.add(option, 'must be a list of at least one country; leave it out otherwise');
  const countries = list.filter((each): each is string => each === WORLD || isCountry(each));
  if (countries.length < list.length)
    problems.add(option, `must hold nothing but '001' and countries, each ${COUNTRY}`);
  return new Set(countries);
}

function readTypes(value: unknown, problems: OptionProblems): ReadonlySet<PhoneNumberType> {
  const list: readonly unknown[] = value === undefined ? DEFAULT_ALLOWED_TYPES : Array.isArray(value) ? value : [];
  const types = PHONE_NUMBER_TYPES.filter((type) => list.includes(type));
  if (list.length === 0 || list.some((each) => !types.some((type) => type === each))) {
    problems.add('allowedTypes', `must be a list of at least one of ${PHONE_NUMBER_TYPES.join(', ')}`);
  }
  return new Set(types);
}

function isCountry(value: unknown): value is CountryCode {
  return typeof value === 'string' && isSupportedCountry(value as CountryCode);
}
