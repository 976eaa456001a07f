import type { PhoneNumber } from '@countersign/otp-core/spec';
import type { GenericEndpointContext } from 'better-auth';
import { isDeviceOf } from './device-cookie.ts';
import { findOwner } from './number-owner.ts';
import type { PhoneOtpUser, ResolvedPhoneOtpOptions } from './phone-otp-options.ts';
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

/** Who has a number, and whether this is a device of theirs. */
export async function findAccount(
  context: GenericEndpointContext,
  phoneNumber: PhoneNumber,
): Promise<{ readonly owner: PhoneOtpUser | undefined; readonly known: boolean }> {
  const owner = await findOwner(context, phoneNumber);
  return { owner, known: owner !== undefined && (await isDeviceOf(context, owner.id)) };
}
