import { checkProviderId, isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import { parseUrl } from './read-base-url.ts';
import { CONNECTION_OPTIONS, readConnection, type TwilioConnection } from './read-connection.ts';
import { type IdentityChoice, readIdentityChoice, type TwilioSenderIdentity } from './sender-identity.ts';
import type { TwilioConnectionOptions } from './twilio-connection-options.ts';

/** Options of `createTwilioSmsSender`: an account, and at least one of `from`, `messagingServiceSid` and `senders`. */
export type TwilioSmsSenderOptions = TwilioConnectionOptions & TwilioMessageOptions;

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
  if (!isOptions(options)) problems.add('options', 'must be an object');
  // Copied once, so that nobody who keeps the object can change a sender that was checked.
  const given: Readonly<Record<string, unknown>> = isOptions(options) ? { ...options } : {};
  problems.addUnknown('', given, KNOWN_OPTIONS);
  const { validityPeriodSeconds = 300, providerId = 'twilio' } = given;
  problems.addUnlessInteger('validityPeriodSeconds', validityPeriodSeconds, 1, MAX_VALIDITY_SECONDS);
  checkProviderId('providerId', providerId, problems);
  const resolved = {
    connection: readConnection(given, problems),
    identityFor: readIdentityChoice(given, problems),
    validityPeriodSeconds: validityPeriodSeconds as number,
    statusCallback: readStatusCallback(given.statusCallback, problems),
    providerId: providerId as string,
  };
  problems.throwIfAny();
  return resolved;
}

function readStatusCallback(value: unknown, problems: OptionProblems): string | null {
  if (value === undefined) return null;
  const url = parseUrl(value);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    problems.add('statusCallback', 'must be an address that starts with https://');
  } else if (url.hostname.includes('_')) {
    problems.add('statusCallback', 'must have no underscore in its host, which Twilio does not take');
  }
  return value as string;
}
