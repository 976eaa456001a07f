import type { PhoneNumber } from '@countersign/otp-core/spec';
import type { ResolvedPhoneOtpOptions } from './phone-otp-options.ts';
import { refusal } from './refusals.ts';

/** Reads a number as typed, so that every spelling finds its account. @throws APIError where it is none, or none we send to. */
export function readTypedNumber({ phone }: ResolvedPhoneOtpOptions, typed: string): PhoneNumber {
  const outcome = phone.parse(typed);
  switch (outcome.status) {
    case 'valid':
      return outcome.phoneNumber;
    case 'invalid':
      throw refusal('BAD_REQUEST', 'INVALID_PHONE_NUMBER');
    case 'not-allowed':
      throw refusal('UNPROCESSABLE_ENTITY', 'DESTINATION_NOT_ALLOWED');
  }
}
