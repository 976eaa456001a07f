/** Who a call is about: a number, a number without an account, or an account that does not exist and is no number. */
import { isOptions } from '../adapter/options.ts';
import { decoyRecipient, type Recipient } from '../challenge/index.ts';
import type { PhoneNumber, PhoneNumberParseOutcome, PhoneNumberParser } from '../spec/index.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';

export type Addressee =
  | {
      readonly status: 'found';
      readonly recipient: Recipient;
      readonly country: string | null;
      /** Why nothing is sent where a refusal would tell that the account exists; a decoy stands in for it. */
      readonly hiddenRefusal: AddresseeRefusal | null;
    }
  | { readonly status: 'refused'; readonly reason: AddresseeRefusal };

export type AddresseeRefusal = 'invalid-phone-number' | 'destination-not-allowed';

const LONGEST_NAME = 1024;

export function readAddressee(context: EngineContext, call: Call, to: unknown): Addressee {
  const isDecoy = isOptions(to) && Object.hasOwn(to, 'decoy');
  const typed = isDecoy ? to.decoy : to;
  if (typeof typed !== 'string' || typed.length > LONGEST_NAME || (isDecoy && typed === '')) {
    return { status: 'refused', reason: 'invalid-phone-number' };
  }
  const number = readNumber(context, typed);
  switch (number.status) {
    case 'valid': {
      const { phoneNumber, country } = number;
      const recipient = { kind: isDecoy ? 'decoy-number' : 'number', phoneNumber } as const;
      // Stryker disable next-line StringLiteral: only the compiler asks for it: nobody asks about this case by name
      return { status: 'found', recipient, country, hiddenRefusal: null };
    }
    case 'invalid':
      if (isDecoy) return standIn(context, call, typed, null);
      return call.answerAfterMs === null
        ? { status: 'refused', reason: 'invalid-phone-number' }
        : standIn(context, call, typed, 'invalid-phone-number');
    case 'not-allowed':
      return isNotAllowedHidden(context, call)
        ? standIn(context, call, typed, isDecoy ? null : 'destination-not-allowed')
        : { status: 'refused', reason: 'destination-not-allowed' };
  }
}

/** Where clients type numbers, the number they typed is refused with an account or without; else its refusal tells of one. */
export function isNotAllowedHidden(context: EngineContext, call: Call): boolean {
  return call.answerAfterMs !== null && context.decoys === 'names';
}

/** A record of its own, named by what was typed. */
function standIn(
  context: EngineContext,
  { tenant }: Call,
  typed: string,
  hiddenRefusal: AddresseeRefusal | null,
): Addressee {
  // Stryker disable next-line StringLiteral: only the compiler asks for it: nobody asks about this case by name
  return { status: 'found', recipient: decoyRecipient(context.keys, tenant, typed), country: null, hiddenRefusal };
}

const E164 = /^\+[1-9][0-9]{6,14}$/;
const LONGEST_NUMBER = 256;

/** Asks the parser; a parser that throws, or gives what is no number, has found none. */
export function readNumber(context: EngineContext, input: unknown): PhoneNumberParseOutcome {
  if (typeof input !== 'string' || input.length > LONGEST_NUMBER) return { status: 'invalid' };
  try {
    const outcome: unknown = context.phone.parse(input);
    // Stryker disable next-line ConditionalExpression: a second lock behind a tested one: what is thrown here is caught below
    if (!isOptions(outcome)) return { status: 'invalid' };
    if (outcome.status === 'not-allowed') return { status: 'not-allowed' };
    const { phoneNumber, country } = outcome;
    if (outcome.status !== 'valid' || typeof phoneNumber !== 'string' || !E164.test(phoneNumber)) {
      return { status: 'invalid' };
    }
    return {
      status: 'valid',
      phoneNumber: phoneNumber as `+${string}`,
      country: typeof country === 'string' && /^[A-Z]{2}$/.test(country) ? country : null,
    };
  } catch {
    return { status: 'invalid' };
  }
}

/**
 * The parser used where none is given: a plus, then 7 to 15 digits (ITU-T E.164), with the separators that people
 * type. It knows no countries and no national forms, so two spellings of one line, such as Argentina's with and without
 * the 9, are two numbers to it: `@countersign/otp-phone` reads them as one; `(0)` is refused, as it means a digit that must not be dialled.
 *
 * @example
 * createE164Parser().parse('+1 (415) 555-0123'); // { status: 'valid', phoneNumber: '+14155550123', country: null }
 */
export function createE164Parser(): PhoneNumberParser {
  return {
    parse(input) {
      // Stryker disable next-line ConditionalExpression: time, not behaviour: what has no separators is read once more
      if (E164.test(input)) return { status: 'valid', phoneNumber: input as PhoneNumber, country: null };
      // Length first: a huge input must not be searched.
      if (input.length > 40 || !/^\+[0-9 ().-]+$/.test(input) || input.includes('(0)')) return { status: 'invalid' };
      const digits = input.replaceAll(/[^0-9]/g, '');
      if (!/^[1-9][0-9]{6,14}$/.test(digits)) return { status: 'invalid' };
      return { status: 'valid', phoneNumber: `+${digits}` satisfies PhoneNumber, country: null };
    },
  };
}
