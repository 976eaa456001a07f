/** What Telnyx's error codes mean, and what it says beside them. */
import { parseRetryAfter } from '@countersign/otp-core/adapter';
import type { ProviderFailureCategory } from '@countersign/otp-core/spec';
import {
  type CodedFailure,
  errorTable,
  fieldOf,
  readFields,
  textOf,
  type VendorApi,
} from '@countersign/otp-provider-utils';

/**
 * Codes of Telnyx's two lists, of API errors (1xxxx, 2xxxx, 403xx) and of what carriers say later (400xx). Another page
 * of theirs gives 40300 and 40008 other meanings; the lists agree with each other. 40331 is a profile without any
 * destination, whatever the number; a number outside of the profile's destinations is 40309. What is not in here is
 * judged by the HTTP status.
 *
 * Source: developers.telnyx.com, "API error codes" and "Messaging error codes".
 * @internal
 */
export const TELNYX_ERROR_CODES = errorTable([
  [[10001, 10002, 10016], 'invalid-recipient'], // inactive, invalid, not in E.164 form
  // Unless the source names another parameter: one is missing, a bad request, one that cannot be processed.
  [[10004, 10015, 10027], 'configuration', 'by-recipient'],
  [[10005, 10006], 'configuration'], // resource not found, invalid ID
  [[10007, 10008], 'unavailable', 'uncertain'], // unexpected error, request timeout
  [[10009, 10010], 'authentication'], // authentication, authorization
  [10011, 'rate-limited'], // too many requests
  [10023, 'configuration'], // invalid JSON
  [10037, 'unavailable'], // service unavailable
  [10038, 'configuration', 'by-recipient'], // feature not permitted at this level of the account
  [10039, 'rate-limited', 'stays', 'by-recipient'], // feature limited at account level: only verified destinations, for one
  // The key or token: invalid, revoked, expired, or without the permission.
  [[20001, 20002, 20003, 20004, 20005, 20006, 20007, 20008], 'authentication'],
  [[20012, 20013, 20014], 'account-suspended'], // inactive (may be out of funds), blocked, unverified
  [20015, 'configuration'], // feature not enabled
  [[20016, 20017], 'account-suspended', 'by-recipient'], // for this destination, not verified at level 1 or 2
  [20100, 'insufficient-funds', 'by-recipient'], // insufficient Funds for what was asked
  [40001, 'unreachable-recipient'], // not routable (landline / non-routable)
  [40002, 'content-rejected', 'may-pass'], // spam temporary
  [[40003, 40015, 40017], 'content-rejected'], // spam: permanently, by Telnyx's filter, by AT&T's
  [40004, 'unknown', 'may-pass'], // rejected by destination
  [[40005, 40006], 'unreachable-recipient', 'may-pass'], // expired on the way, recipient's server unavailable
  [40008, 'unreachable-recipient'], // undeliverable
  // Invalid body; too large, twice; invalid combination; nothing in it; blocked.
  [[40009, 40302, 40304, 40316, 40322, 40328], 'content-rejected'],
  // Not 10DLC registered, to the United States; invalid source to this number's carrier; AT&T: campaign of the number.
  [[40010, 40013, 40019], 'configuration', 'by-recipient'],
  [40011, 'rate-limited', 'by-recipient'], // upstream rate limit
  [40012, 'invalid-recipient'], // invalid destination (carrier)
  [40014, 'rate-limited'], // expired in queue
  [[40016, 40018], 'rate-limited', 'by-recipient'], // limits of T-Mobile, of AT&T
  [40020, 'fraud-blocked'], // artificial traffic inflation: 2FA traffic blocked 24 h
  [40100, 'configuration'], // number not messaging enabled
  [40300, 'opted-out'], // blocked due to STOP message
  [[40301, 40319], 'unreachable-recipient'], // a type of message that the number does not take
  // The sender: invalid, alphanumeric of another profile, unhealthy, an invalid alphanumeric one.
  [[40305, 40307, 40315, 40325], 'configuration'],
  [40306, 'configuration', 'by-recipient'], // alpha sender not configured, which only some countries need
  [40309, 'blocked-destination'], // destination region not whitelisted
  [40310, 'invalid-recipient'], // invalid 'to'
  [[40311, 40313], 'authentication'], // invalid, missing profile secret
  [[40312, 40331], 'configuration'], // profile: disabled, without destinations
  [40314, 'account-suspended'], // messaging disabled on account
  [40318, 'rate-limited'], // message queue full
  [40320, 'configuration', 'may-pass'], // temporarily unusable from
  [40321, 'configuration', 'by-recipient'], // no usable numbers on profile, for this destination
  [[40329, 40330], 'configuration'], // toll-free: not verified, not provisioned
  [40333, 'insufficient-funds'], // profile spend limit reached
]);

export const TELNYX: VendorApi<unknown> = {
  name: 'Telnyx',
  readError: (body, headers) => ({ ...readTelnyxError(body), retryAfterMs: readRetryAfter(headers) }),
  // Only the body of an answer comes along: the rest of an error holds the request.
  readThrown(error) {
    const { status, headers, error: body } = readFields(error, ['status', 'headers', 'error']);
    if (typeof status !== 'number') return { head: null, body: null };
    return {
      head: { statusCode: status, headers: Object.fromEntries(headers instanceof Headers ? headers : []) },
      body,
    };
  },
};

/** The first of `errors`, which are strings such as `40310` in `{ errors: [{ code, title, source }] }`. */
export function readTelnyxError(body: unknown): Pick<CodedFailure, 'code' | 'meaning'> {
  const code = textOf(body, 'errors', 0, 'code');
  if (code === null || !/^[1-9]\d{3,5}$/.test(code)) return { code: null, meaning: undefined };
  const parameter = parameterOf(body);
  const known = TELNYX_ERROR_CODES.get(code);
  const category = categoryOfParameter(code, parameter) ?? known?.category;
  if (category === undefined) return { code, meaning: undefined };
  // A source that names another parameter clears the number.
  const { dependsOn, ...others } = known ?? {};
  const isOfNumber = dependsOn !== undefined && !(VALUE_CODES.includes(code) && parameter !== '');
  return { code, meaning: { ...others, category, ...(isOfNumber ? { dependsOn } : {}) } };
}

/** These codes say what is wrong with a value, and the source beside them says with whose. */
const NUMBER_CODES: readonly string[] = ['10001', '10002', '10016'];
const VALUE_CODES: readonly string[] = ['10004', '10015', '10027'];

function categoryOfParameter(code: string, parameter: string): ProviderFailureCategory | null {
  if (NUMBER_CODES.includes(code) && parameter === 'from') return 'configuration';
  if (VALUE_CODES.includes(code) && ['to', 'phone_number'].includes(parameter)) return 'invalid-recipient';
  return null;
}

function parameterOf(body: unknown): string {
  const source = fieldOf(body, 'errors', 0, 'source');
  const named = fieldOf(source, 'pointer') ?? fieldOf(source, 'parameter');
  return typeof named === 'string' && named.length <= 64 ? named.slice(named.lastIndexOf('/') + 1) : '';
}

/** Telnyx documents `x-ratelimit-reset` once as seconds and once as a Unix time. */
const EARLIEST_UNIX_TIME = 1_000_000_000;

function readRetryAfter(headers: Readonly<Record<string, string>>): number | undefined {
  const nowMs = Date.now();
  const reset = headers['x-ratelimit-reset'] ?? '';
  const isUnixTime = /^\d{10}$/.test(reset) && Number(reset) >= EARLIEST_UNIX_TIME;
  const seconds = isUnixTime ? String(Math.max(0, Number(reset) - Math.floor(nowMs / 1000))) : reset;
  return parseRetryAfter(headers['retry-after'], nowMs) ?? parseRetryAfter(seconds, nowMs);
}

/** The ids that Telnyx gives to messages and verifications are UUIDs; anything without room for a text will do. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(value);
}

export function readId(value: unknown): string | null {
  return isId(value) ? value : null;
}
