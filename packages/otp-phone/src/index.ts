/** Phone numbers as people write them, read by libphonenumber, for the `phone` option of an engine. */
export { phoneAdapter } from './phone-adapter.ts';
export { createPhoneNumberParser } from './phone-number-parser.ts';
export type { PhoneNumberParserOptions } from './phone-number-parser-options.ts';
export type { PhoneNumberType } from './phone-number-type.ts';
