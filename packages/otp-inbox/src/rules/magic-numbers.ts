/**
 * Numbers that always fail, so that an app can be shown what goes wrong without a rule. The first five are those of
 * Twilio's test credentials (https://www.twilio.com/docs/iam/test-credentials) and mean the same to every provider here;
 * the others are the inbox's own. None is a phone.
 */
import type { InboxFault } from './rule.ts';

/** A number that always fails. */
export interface MagicNumber {
  readonly to: string;
  readonly fault: InboxFault;
  readonly about: string;
}

export const MAGIC_NUMBERS: readonly MagicNumber[] = [
  { to: '+15005550001', fault: { type: 'invalid-number' }, about: 'is no valid number' },
  { to: '+15005550002', fault: { type: 'refused' }, about: 'cannot be reached' },
  { to: '+15005550003', fault: { type: 'blocked-country' }, about: 'is in a country that is not enabled' },
  { to: '+15005550004', fault: { type: 'opted-out' }, about: 'has unsubscribed' },
  { to: '+15005550009', fault: { type: 'not-mobile' }, about: 'is no mobile' },
  { to: '+15005550020', fault: { type: 'rate-limited' }, about: 'is asked for too often' },
  { to: '+15005550021', fault: { type: 'server-error' }, about: 'meets a provider in trouble' },
  { to: '+15005550022', fault: { type: 'lost' }, about: 'never gets what was accepted' },
  { to: '+15005550023', fault: { type: 'undelivered' }, about: 'is accepted and then reported as undelivered' },
  { to: '+15005550024', fault: { type: 'late' }, about: 'gets its message five seconds later' },
  { to: '+15005550025', fault: { type: 'duplicate' }, about: 'gets its message twice' },
  { to: '+15005550026', fault: { type: 'hang-after-reading' }, about: 'gets its message, and the app no answer' },
];

export function findMagicFault(to: string): MagicNumber | undefined {
  return MAGIC_NUMBERS.find((magic) => magic.to === to);
}
