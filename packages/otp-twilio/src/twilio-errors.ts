/**
 * What Twilio's error codes mean in our words: https://www.twilio.com/docs/api/errors, with a page for each.
 * The same codes answer requests and stand in receipts. A code that is not here is judged by its HTTP status.
 */
import type { Confidential } from '@countersign/otp-core/adapter';
import type { ProviderFailureCategory } from '@countersign/otp-core/spec';
import {
  type Exchange,
  type FailureContext,
  type Meaning,
  type NotAccepted,
  readBroken,
  readRefusal,
  unclear,
} from '@countersign/otp-provider-utils';
import { readCode } from './twilio-client.ts';

const CODES: Readonly<Partial<Record<ProviderFailureCategory, readonly number[]>>> = {
  // 21614, 30006 and 60205 are landlines: no vendor can send a text there. Of Verify's parameters all but the number
  // are fixed by configuration, so 60200 (a parameter is wrong) speaks of the number.
  'invalid-recipient': [21211, 21217, 21401, 21614, 30005, 30006, 60200, 60205],
  'unreachable-recipient': [21612, 30003],
  'opted-out': [21610],
  // 30004: the carrier, or the owner, blocks this number. 60220, 60238 and 60605: a country needs more than an account.
  'blocked-destination': [21408, 30004, 60220, 60238, 60605],
  authentication: [20003, 20006, 20008],
  'account-suspended': [10001, 20005, 30002],
  configuration: [
    // Parameters, and names of resources.
    20404, 20422, 21602, 21604, 21609,
    // Trial accounts, which send to verified numbers only.
    21219, 21608, 575001,
    // Senders: not this account's, not for this country, not registered, not ready.
    21212, 21603, 21606, 21607, 21659, 21701, 21703, 21704, 21705, 21709, 30018, 30024, 30032, 30033, 30034, 30035,
    // A price limit that somebody has set; more money would not help.
    30010,
    // Verify: template, feature, number of rate limits, channel, two integrations on one number.
    60201, 60204, 60207, 60223, 60735,
  ],
  'content-rejected': [21617, 30007],
  'fraud-blocked': [30450, 60410],
  // 60202 and 60203: five checks or five sends of one verification, which ends by itself.
  'rate-limited': [14107, 20429, 21611, 30001, 30022, 30023, 30027, 60202, 60203, 60212, 63038],
  unavailable: [20500, 20503],
  unknown: [30008],
};

/** Daily limits: true, it may succeed later, but nobody should wait for it. */
const NOT_RETRYABLE: readonly number[] = [30023, 30027, 63038];
const RETRYABLE: readonly number[] = [30003, 30008, 30035];

/**
 * What the number can bring about, by the page of each code: in an account where all is well for others.
 *
 * - 20422: the parameter that is not valid may be the number.
 * - 21219, 21608, 575001: a trial account sends to numbers that it has verified.
 * - 21606, 21659, 21703: a short code, or all senders of a service, of another country than the number.
 * - 30010: messages to some countries cost more than the price that was set.
 * - 30018, 30024: networks of some countries want senders to be registered.
 * - 30032, 30033, 30034, 30035: rules for numbers of the United States and Canada.
 * - 60201: where no locale is told, Verify takes that of the number's country.
 * - 60735: one number in two integrations.
 * - 14107, 30022, 30023, 30027, 60202, 60203, 60212: limits of a number, or of its carrier.
 */
const DEPENDS_ON_RECIPIENT: readonly number[] = [
  20422, 21219, 21606, 21608, 21659, 21703, 30010, 30018, 30024, 30032, 30033, 30034, 30035, 60201, 60735, 575001,
  14107, 30022, 30023, 30027, 60202, 60203, 60212,
];

/** Vendor code -> meaning. */
export const TWILIO_ERROR_TABLE: ReadonlyMap<string, Meaning> = new Map(
  Object.entries(CODES).flatMap(([category, codes]) =>
    codes.map((code): [string, Meaning] => [
      String(code),
      {
        category: category as ProviderFailureCategory,
        ...(NOT_RETRYABLE.includes(code) ? { retryable: false } : {}),
        ...(RETRYABLE.includes(code) ? { retryable: true } : {}),
        ...(DEPENDS_ON_RECIPIENT.includes(code) ? { dependsOn: 'recipient' as const } : {}),
      },
    ]),
  ),
);

/** Who failed, and what must not be shown even if Twilio repeats it as a code. */
export function createContext(providerId: string, confidential: Confidential): FailureContext {
  const words = { nothingLeft: 'nothing was asked', mayHaveLeft: 'what became of the request is not known' };
  return { providerId, ...confidential, vendor: { name: 'Twilio', ...words } };
}

/** Anything but an answer of success. */
export function readFailure(exchange: Exchange<unknown>, context: FailureContext): NotAccepted {
  if (exchange.status === 'broken') return readBroken(exchange, context);
  const code = readCode(exchange.body);
  return readRefusal(exchange, { code, meaning: TWILIO_ERROR_TABLE.get(code ?? '') }, context);
}

/** A success that says nothing one could rely on. */
export function unreadable(context: FailureContext): NotAccepted {
  return unclear("Twilio's answer cannot be read; what became of the request is not known.", context);
}
