/** Whom a message shows as its sender: one for all, or by the number it goes to. */
import { isOptions, joinPath, type OptionProblems } from '@countersign/otp-core/adapter';
import { isSid } from './read-connection.ts';

/**
 * A number of the account, a service that picks one, or both: then the service's features apply to this number, which
 * has to be in its pool.
 */
export interface TwilioSenderIdentity {
  /** A number in E.164 form, a short code, or an alphanumeric sender ID: 1 to 11 letters, digits and spaces, one letter at least. */
  readonly from?: string;
  /** `MG` and 32 hexadecimal digits. */
  readonly messagingServiceSid?: string;
}

/** The identity for a number; `null` where there is none. */
export type IdentityChoice = (to: string) => TwilioSenderIdentity | null;

type Given = Readonly<Record<string, unknown>>;

/** What is returned beside a problem is never used. */
export function readIdentityChoice(given: Given, problems: OptionProblems): IdentityChoice {
  const general = readIdentity('', given, problems);
  const byPrefix = readSenders(given.senders, problems);
  if (general === null && byPrefix.size === 0 && given.senders === undefined) {
    problems.add('from', 'is missing; a messagingServiceSid or senders would do too');
  }
  const longestFirst = [...byPrefix].sort(([one], [other]) => other.length - one.length);
  return (to) => longestFirst.find(([prefix]) => to.startsWith(prefix))?.[1] ?? general;
}

function readSenders(value: unknown, problems: OptionProblems): ReadonlyMap<string, TwilioSenderIdentity> {
  const senders = new Map<string, TwilioSenderIdentity>();
  if (value === undefined) return senders;
  if (!isOptions(value)) {
    problems.add('senders', "must be an object such as { '+44': { from: 'Acme' } }");
    return senders;
  }
  if (Object.keys(value).length === 0) problems.add('senders', 'must not be empty');
  for (const [prefix, identity] of Object.entries(value)) {
    if (!/^\+[1-9]\d{0,14}$/.test(prefix)) {
      problems.add('senders', "must have the beginnings of numbers as names, such as '+44' or '+1242'");
      continue;
    }
    const option = joinPath('senders', prefix);
    if (isOptions(identity)) problems.addUnknown(option, identity, ['from', 'messagingServiceSid']);
    const read = readIdentity(option, isOptions(identity) ? identity : {}, problems);
    if (read === null) problems.add(option, 'must have a from or a messagingServiceSid');
    else senders.set(prefix, read);
  }
  return senders;
}

function readIdentity(path: string, given: Given, problems: OptionProblems): TwilioSenderIdentity | null {
  const { from, messagingServiceSid } = given;
  if (from === undefined && messagingServiceSid === undefined) return null;
  if (from !== undefined && !isSender(from)) {
    problems.add(joinPath(path, 'from'), `must be a number such as +14155550100, a short code, or ${ALPHANUMERIC}`);
  }
  if (messagingServiceSid !== undefined && !isSid(messagingServiceSid, 'MG')) {
    problems.add(joinPath(path, 'messagingServiceSid'), 'must be MG and 32 hexadecimal digits');
  }
  return {
    ...(from === undefined ? {} : { from: from as string }),
    ...(messagingServiceSid === undefined ? {} : { messagingServiceSid: messagingServiceSid as string }),
  };
}

const ALPHANUMERIC = '1 to 11 letters, digits and spaces with a letter among them';

function isSender(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return /^\+[1-9]\d{6,14}$|^\d{3,8}$|^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ]{0,9}[A-Za-z0-9]$|^[A-Za-z]$/.test(value);
}
