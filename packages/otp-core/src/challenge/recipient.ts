/** Who a challenge is for, and the names under which stores know them: keyed hashes, never the number itself. */
import type { PhoneNumber, SubjectKey } from '../spec/index.ts';
import type { KeyRing } from './key-ring.ts';
import { keyedHash, keyedName } from './keyed-hash.ts';

export type Recipient =
  | { readonly kind: 'number'; readonly phoneNumber: PhoneNumber }
  /** A number without an account: that number in everything but the message. */
  | { readonly kind: 'decoy-number'; readonly phoneNumber: PhoneNumber }
  /** An account that does not exist, named by no number. The name is a keyed hash of what was asked for: short, and nothing to read. */
  | { readonly kind: 'decoy'; readonly name: string };

export function decoyRecipient(keys: KeyRing, tenant: string, account: string): Recipient {
  return { kind: 'decoy', name: keyedName(keys.requestKey, 'decoy', tenant, account) };
}

/**
 * The name of all that belongs to one number of one tenant, whether it has an account or not. Decoys that are no numbers
 * have names of their own that no number can have.
 */
export function subjectOf(keys: KeyRing, tenant: string, recipient: Recipient): SubjectKey {
  return recipient.kind === 'decoy'
    ? keyedName(keys.subjectKey, 'decoy', tenant, recipient.name)
    : keyedName(keys.subjectKey, 'number', tenant, recipient.phoneNumber);
}

/** What is masked: the number, or one in shape only; the same at every request for the decoy. */
export function apparentNumberOf(keys: KeyRing, recipient: Recipient): string {
  if (recipient.kind !== 'decoy') return recipient.phoneNumber;
  const draw = keyedHash(keys.requestKey, 'decoy-digits', recipient.name).readUInt32BE();
  return `+19999999${String(draw % 100).padStart(2, '0')}`;
}

/** The same key for the same request gives the same challenge; another number, purpose or tenant another one. */
export function challengeIdOfRequest(
  keys: KeyRing,
  subject: SubjectKey,
  purpose: string,
  idempotencyKey: string,
): string {
  return keyedName(keys.requestKey, 'idempotency', subject, purpose, idempotencyKey);
}
