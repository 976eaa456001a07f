/**
 * What Twilio's error codes mean in our words: https://www.twilio.com/docs/api/errors, with a page for each.
 * The same codes answer requests and stand in receipts. A code that is not here is judged by its HTTP status.
 */
import { errorTable, readFields, type VendorApi } from '@countersign/otp-provider-utils';

/** `by-recipient`: by the page of each code, the number can bring it about in an account where all is well for others. @internal */
export const TWILIO_ERROR_TABLE = errorTable([
  // 21614, 30006 and 60205 are landlines: no vendor can send a text there. Of Verify's parameters all but the number
  // are fixed by configuration, so 60200 (a parameter is wrong) speaks of the number.
  [[21211, 21217, 21401, 21614, 30005, 30006, 60200, 60205], 'invalid-recipient'],
  [21612, 'unreachable-recipient'],
  [30003, 'unreachable-recipient', 'may-pass'],
  [21610, 'opted-out'],
  // 30004: the carrier, or the owner, blocks this number. 60220, 60238 and 60605: a country needs more than an account.
  [[21408, 30004, 60220, 60238, 60605], 'blocked-destination'],
  [[20003, 20006, 20008], 'authentication'],
  [[10001, 20005, 30002], 'account-suspended'],

  // Names of resources; parameters, of which one that is not valid may be the number.
  [[20404, 21602, 21604, 21609], 'configuration'],
  [20422, 'configuration', 'by-recipient'],
  // Trial accounts send to numbers that they have verified.
  [[21219, 21608, 575001], 'configuration', 'by-recipient'],
  // Senders: not this account's, not ready.
  [[21212, 21603, 21607, 21701, 21704, 21705, 21709], 'configuration'],
  // A short code, or all senders of a service, of another country than the number.
  [[21606, 21659, 21703], 'configuration', 'by-recipient'],
  // Networks of some countries want senders to be registered; the last four are of the United States and Canada.
  [[30018, 30024, 30032, 30033, 30034], 'configuration', 'by-recipient'],
  [30035, 'configuration', 'by-recipient', 'may-pass'],
  // A price limit that somebody has set, and some countries exceed; more money would not help.
  [30010, 'configuration', 'by-recipient'],
  // Verify: template, feature, number of rate limits, channel.
  [[60204, 60207, 60223], 'configuration'],
  // Where no locale is told, Verify takes that of the number's country; one number in two integrations.
  [[60201, 60735], 'configuration', 'by-recipient'],

  [[21617, 30007], 'content-rejected'],
  [[30450, 60410], 'fraud-blocked'],
  [[20429, 21611, 30001], 'rate-limited'],
  // Of a number, or of its carrier. 60202 and 60203: five checks or five sends of one verification, which ends by itself.
  [[14107, 30022, 60202, 60203, 60212], 'rate-limited', 'by-recipient'],
  // Daily limits: true, it may succeed later, but nobody should wait for it.
  [[30023, 30027], 'rate-limited', 'by-recipient', 'stays'],
  [63038, 'rate-limited', 'stays'],
  [[20500, 20503], 'unavailable'],
  [30008, 'unknown', 'may-pass'],
]);

/** One of Twilio's error codes, from wherever it stands, and what it means. Values may be anything, their `toString` too. */
export function readTwilioError(value: unknown) {
  const written = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  const code = /^[1-9]\d{3,5}$/.test(written) ? written : null;
  return { code, meaning: TWILIO_ERROR_TABLE.get(written) };
}

export const TWILIO: VendorApi<unknown> = {
  name: 'Twilio',
  nothingLeft: 'nothing was asked',
  mayHaveLeft: 'what became of the request is not known',
  readError: readTwilioError,
  readThrown(error) {
    const { status, code } = readFields(error, ['status', 'code']);
    return { head: Number.isInteger(status) ? { statusCode: Number(status), headers: {} } : null, body: code };
  },
};

/** A success that says nothing one could rely on. */
export const UNREADABLE = "Twilio's answer cannot be read; what became of the request is not known.";
