/** From a platform's spelling of a number to one that may be sent to. */
import type { PhoneNumberParseOutcome, PhoneNumberParser } from '@countersign/otp-core/spec';
import type { CodeRequest } from '../platforms/platform.ts';

/** E.164 with the separators that platforms store as people typed them. */
const SPELLING = /^\+?[0-9 ().-]{1,39}$/;

/** A plus is added only where a platform is documented to leave it out: elsewhere digits alone may be a national number. */
export function readNumber(
  { phoneNumber, plus }: Pick<CodeRequest, 'phoneNumber' | 'plus'>,
  parser: PhoneNumberParser,
): PhoneNumberParseOutcome {
  if (!SPELLING.test(phoneNumber)) return { status: 'invalid' };
  const lacksPlus = !phoneNumber.startsWith('+');
  if (lacksPlus && plus === 'always') return { status: 'invalid' };
  return parser.parse(lacksPlus ? `+${phoneNumber}` : phoneNumber);
}

/** Used where no parser is given: 7 to 15 digits (ITU-T E.164). It knows no countries. */
export const E164_PARSER: PhoneNumberParser = {
  parse(input) {
    // `(0)` is a digit that must not be dialled.
    if (input.includes('(0)')) return { status: 'invalid' };
    const digits = input.replaceAll(/[^0-9]/g, '');
    if (!/^[1-9][0-9]{6,14}$/.test(digits)) return { status: 'invalid' };
    return { status: 'valid', phoneNumber: `+${digits}`, country: null };
  },
};
