/** Who a call is about: a number, a number without an account, or an account that does not exist and is no number. */
import { isOptions } from '../adapter/options.ts';
import { decoyRecipient, type Recipient } from '../challenge/index.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';
import { readNumber } from './read-number.ts';

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
  return { status: 'found', recipient: decoyRecipient(context.keys, tenant, typed), country: null, hiddenRefusal };
}
