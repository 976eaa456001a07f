/** This package as a value, for who composes engines of settings. */
import type { PhoneAdapter } from '@countersign/otp-core/adapter';
import { createPhoneNumberParser } from './phone-number-parser.ts';

/**
 * Phone numbers for `adapters` of `otp-config`, which needs them where settings name countries.
 *
 * @example
 * const { engine, close } = await createOtpFromEnv(process.env, { adapters: [twilioAdapter, phoneAdapter] });
 */
export const phoneAdapter: PhoneAdapter = {
  specificationVersion: 'v1',
  kind: 'phone-adapter',
  packageName: '@countersign/otp-phone',
  createParser: createPhoneNumberParser,
};
