/** A package that reads phone numbers, as a value: `phoneAdapter`. */
import type { PhoneNumberParser } from '../spec/index.ts';
import type { AdapterOptions } from './provider-adapter.ts';

/** What a package that reads numbers offers. */
export interface PhoneAdapter {
  readonly specificationVersion: 'v1';
  readonly kind: 'phone-adapter';
  /** As it is installed: `@countersign/otp-phone`. */
  readonly packageName: string;
  /** @throws OtpConfigurationError naming every option that makes no sense */
  createParser(options: AdapterOptions): PhoneNumberParser;
}
