/** How messages are sent, and whom each shows as its sender: one for all, or by the number it goes to. */
import { isOptions, joinPath, OptionProblems } from '@countersign/otp-core/adapter';
import {
  type GivenOptions,
  readCallbackUrl,
  readGiven,
  readInteger,
  readProviderId,
} from '@countersign/otp-provider-utils';
import {
  CONNECTION_OPTIONS,
  isSid,
  readConnection,
  type TwilioConnection,
  type TwilioConnectionOptions,
} from './twilio-connection.ts';

/** Options of `createTwilioSmsSender`: an account, and at least one of `from`, `messagingServiceSid` and `senders`. */
export type TwilioSmsSenderOptions = TwilioConnectionOptions & TwilioMessageOptions;

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

/** How messages are sent. */
export interface TwilioMessageOptions extends TwilioSenderIdentity {
  /**
   * Another sender for numbers that begin so: a calling code (`'+44'`), or more digits where countries share one
   * (`'+1242'`). The longest that fits wins, and takes the place of `from` and `messagingServiceSid` together.
   * @defaultValue none
   */
  readonly senders?: Readonly<Record<string, TwilioSenderIdentity>>;
  /**
   * Seconds, 1 to 36,000, after which Twilio drops a message that is still queued, where the message itself does not
   * say. The engine's messages do: the life of the code.
   * @defaultValue 300
   */
  readonly validityPeriodSeconds?: number;
  /** Where Twilio sends receipts to. @defaultValue what the Messaging Service says, else none are sent */
  readonly statusCallback?: string;
  /** Names this account in outcomes and events. @defaultValue 'twilio' */
  readonly providerId?: string;
}

/** The identity for a number; `null` where there is none. */
type IdentityChoice = (to: string) => TwilioSenderIdentity | null;

/** Options after defaults. */
export interface ResolvedTwilioSmsSenderOptions {
  readonly connection: TwilioConnection;
  readonly identityFor: IdentityChoice;
  readonly validityPeriodSeconds: number;
  readonly statusCallback: string | null;
  readonly providerId: string;
}

const KNOWN_OPTIONS = [
  ...CONNECTION_OPTIONS,
  'from',
  'messagingServiceSid',
  'senders',
  'validityPeriodSeconds',
  'statusCallback',
  'providerId',
];

/** Twilio's longest queue, ten hours. */
export const MAX_VALIDITY_SECONDS = 36_000;

/** @throws OtpConfigurationError naming every problem at once, never the value of a credential. */
export function resolveTwilioSmsSenderOptions(options: unknown): ResolvedTwilioSmsSenderOptions {
  const problems = new OptionProblems('createTwilioSmsSender');
  const given = readGiven(options, KNOWN_OPTIONS, problems);
  const validity = { minimum: 1, maximum: MAX_VALIDITY_SECONDS, defaultValue: 300 };
  const resolved = {
    validityPeriodSeconds: readInteger(given, 'validityPeriodSeconds', validity, problems),
    providerId: readProviderId(given, 'twilio', problems),
    connection: readConnection(given, problems),
    identityFor: readIdentityChoice(given, problems),
    statusCallback: readStatusCallback(given, problems),
  };
  problems.throwIfAny();
  return resolved;
}

function readStatusCallback(given: GivenOptions, problems: OptionProblems): string | null {
  const address = readCallbackUrl(given, 'statusCallback', problems);
  if (address !== null && new URL(address).hostname.includes('_')) {
    problems.add('statusCallback', 'must have no underscore in its host, which Twilio does not take');
  }
  return address;
}

/** What is returned beside a problem is never used. */
function readIdentityChoice(given: GivenOptions, problems: OptionProblems): IdentityChoice {
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

function readIdentity(path: string, given: GivenOptions, problems: OptionProblems): TwilioSenderIdentity | null {
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
