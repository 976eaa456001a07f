import type { OptionReader } from '@countersign/otp-core/adapter';
import { SENDER_IDENTITY } from '@countersign/otp-core/settings';
import type { SendOutcome, SmsSender } from '@countersign/otp-core/spec';
import {
  accepted,
  BY_RECIPIENT,
  defineSender,
  failureOfCode,
  isPhoneNumber,
  readFields,
  readOptions,
  refused,
  type Success,
  uncertain,
  type VendorOptions,
} from '@countersign/otp-provider-utils';
import { createAskTwilio, loadTwilio } from './twilio-client.ts';
import { isSid, MESSAGING_SERVICE_SID, readConnection, type TwilioConnectionOptions } from './twilio-connection.ts';
import { readTwilioError, UNREADABLE } from './twilio-errors.ts';

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

/**
 * A sender that delivers through Twilio's Programmable Messaging. Constructing asks nobody and loads nothing: the
 * `twilio` package is loaded by the first message.
 *
 * `send` never rejects and makes at most one request: no retries, no redirects. It answers `refused` only where Twilio
 * certainly sent nothing, and `unknown` wherever the request may have arrived.
 *
 * @throws OtpConfigurationError naming every option that makes no sense, never the value of a credential.
 * @example
 * ```ts
 * const sender = createTwilioSmsSender({ accountSid, authToken, messagingServiceSid });
 * const outcome = await sender.send({ to: '+14155550123', text: 'hello' });
 * ```
 */
export function createTwilioSmsSender(options: TwilioSmsSenderOptions): SmsSender {
  const resolved = readOptions('createTwilioSmsSender', options, (given) => ({
    validityPeriodSeconds: given.whole('validityPeriodSeconds', VALIDITY),
    providerId: given.providerId('twilio'),
    connection: readConnection(given),
    identityFor: readIdentityChoice(given),
    statusCallback: readStatusCallback(given),
  }));
  const { providerId, connection, identityFor, validityPeriodSeconds, statusCallback } = resolved;
  const askTwilio = createAskTwilio(connection, providerId);
  const load = () => loadTwilio(connection);

  return defineSender({ providerId, load, longestText: MAX_TEXT_LENGTH }, async (message) => {
    const { to, text, ttlMs } = message;
    const identity = identityFor(to);
    if (identity === null) {
      return refused('configuration', 'No sender is set for this destination.', resolved, BY_RECIPIENT);
    }
    const answer = await askTwilio(message, [to, text], (client) =>
      client.messages.create({
        to,
        body: text,
        ...identity,
        validityPeriod: ttlMs === null ? validityPeriodSeconds : toValidity(ttlMs),
        ...(statusCallback === null ? {} : { statusCallback }),
      }),
    );
    return answer.status === 'failed' ? answer.outcome : readSent(answer, to);
  });
}

/** Twilio takes no more than ten concatenated parts of plain letters. */
const MAX_TEXT_LENGTH = 1600;

/** Twilio's longest queue is ten hours. */
const VALIDITY = { minimum: 1, maximum: 36_000, defaultValue: 300 };

/** In whole seconds, rounded up: rather a second too long in the queue than a code dropped that still counts. */
function toValidity(ttlMs: number): number {
  return Math.min(Math.ceil(ttlMs / 1000), VALIDITY.maximum);
}

function readStatusCallback(given: VendorOptions): string | null {
  const address = given.callbackUrl('statusCallback');
  if (address !== null && new URL(address).hostname.includes('_')) {
    given.add('statusCallback', 'must have no underscore in its host, which Twilio does not take');
  }
  return address;
}

/** The identity for a number; `null` where there is none. */
type IdentityChoice = (to: string) => TwilioSenderIdentity | null;

/** What is returned beside a problem is never used. */
function readIdentityChoice(given: VendorOptions): IdentityChoice {
  const general = readIdentity(given);
  const byPrefix = given.value('senders') === undefined ? null : readSenders(given);
  if (general === null && byPrefix === null) {
    given.add('from', 'is missing; a messagingServiceSid or senders would do too');
  }
  const longestFirst = [...(byPrefix ?? [])].sort(([one], [other]) => other.length - one.length);
  return (to) => longestFirst.find(([prefix]) => to.startsWith(prefix))?.[1] ?? general;
}

function readSenders(given: VendorOptions): ReadonlyMap<string, TwilioSenderIdentity> {
  const identities = new Map<string, TwilioSenderIdentity>();
  const senders = given.within('senders');
  const prefixes = senders?.names() ?? [];
  if (senders !== null && prefixes.length === 0) given.add('senders', 'must not be empty');
  for (const prefix of prefixes) {
    if (!/^\+[1-9]\d{0,14}$/.test(prefix)) {
      given.add('senders', "must have the beginnings of numbers as names, such as '+44' or '+1242'");
      continue;
    }
    const sender = senders?.within(prefix) ?? null;
    const identity = sender === null ? null : readIdentity(sender);
    if (identity !== null) identities.set(prefix, identity);
    else if (sender !== null) senders?.add(prefix, 'must have a from or a messagingServiceSid');
  }
  return identities;
}

function readIdentity(given: OptionReader): TwilioSenderIdentity | null {
  const from = given.optionalText('from', SENDER_IDENTITY);
  const messagingServiceSid = given.optionalText('messagingServiceSid', MESSAGING_SERVICE_SID);
  if (from === null && messagingServiceSid === null) return null;
  return { ...(from === null ? {} : { from }), ...(messagingServiceSid === null ? {} : { messagingServiceSid }) };
}

/** Read with distrust: a 201 may hold a message that has failed already, or nothing of the kind. */
function readSent(answer: Success<unknown>, to: string): SendOutcome {
  const { sid, status, errorCode, numSegments, ...named } = readFields(answer.body, FIELDS);
  if (!isSid(sid, 'SM') && !isSid(sid, 'MM')) return uncertain(UNREADABLE, answer);
  if (isPhoneNumber(named.to) && named.to !== to) {
    // Somebody mixes up answers, or Twilio writes this number in another way.
    return uncertain('Twilio answered about another number than was asked.', answer, BY_RECIPIENT);
  }
  if (typeof status !== 'string') return uncertain(UNREADABLE, answer);
  if (status === 'failed' || status === 'canceled') {
    const failure = failureOfCode({ ...readTwilioError(errorCode), otherwise: 'unknown' }, answer.context);
    return { status: 'refused', failure };
  }
  // A carrier had it and said no; a code that arrives all the same must still count.
  if (status === 'undelivered') return uncertain('Twilio took the request and then failed it.', answer, BY_RECIPIENT);
  const isCount = typeof numSegments === 'string' && /^[1-9]\d?$/.test(numSegments);
  return accepted(sid, answer, isCount ? Number(numSegments) : null);
}

const FIELDS = ['sid', 'status', 'errorCode', 'numSegments', 'to'] as const;
