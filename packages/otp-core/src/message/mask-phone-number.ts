/** What may be shown of a number to whoever asked for a code. */
import { OtpMisuseError } from '../errors/otp-error.ts';

const E164 = /^\+[1-9][0-9]{1,14}$/;

/**
 * The last two digits behind a mask that is as wide for every number: neither country nor length shows,
 * and the number of an account that does not exist looks like any other.
 * @throws OtpMisuseError for anything but a number in E.164 form; it does not quote it.
 *
 * @example
 * maskPhoneNumber('+14155550123'); // '+*******23'
 */
export function maskPhoneNumber(phoneNumber: string): string {
  if (typeof phoneNumber !== 'string' || !E164.test(phoneNumber)) {
    throw new OtpMisuseError('A phone number must be in E.164 form: a plus and at most 15 digits.');
  }
  return `+*******${phoneNumber.slice(-2)}`;
}
