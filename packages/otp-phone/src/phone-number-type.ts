/** What kind of line a number is, in libphonenumber's terms. North American mobile numbers are `fixed-line-or-mobile`. */
export type PhoneNumberType = (typeof PHONE_NUMBER_TYPES)[number];

/** All kinds of line. */
export const PHONE_NUMBER_TYPES = [
  'mobile',
  'fixed-line-or-mobile',
  'fixed-line',
  'voip',
  'toll-free',
  'premium-rate',
  'shared-cost',
  'personal-number',
  'pager',
  'uan',
  'voicemail',
] as const;

/**
 * Lines that people have and that take texts, landlines among them in many countries. All others either cost whoever
 * sends to them, which fraudsters live on, or belong to no person.
 */
export const DEFAULT_ALLOWED_TYPES: readonly PhoneNumberType[] = [
  'mobile',
  'fixed-line-or-mobile',
  'fixed-line',
  'voip',
];

/** `undefined` for a word that libphonenumber may come to use one day. */
export function typeOf(libraryType: string | undefined): PhoneNumberType | undefined {
  const name = libraryType?.toLowerCase().replaceAll('_', '-');
  return PHONE_NUMBER_TYPES.find((type) => type === name);
}
