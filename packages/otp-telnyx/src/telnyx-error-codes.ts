import type { ProviderFailureCategory, ProviderFailureDependence } from '@countersign/otp-core/spec';

/** What one of Telnyx's error codes means. */
interface TelnyxErrorMeaning {
  readonly category: ProviderFailureCategory;
  /** Left out: as usual for the category. */
  readonly retryable?: boolean;
  /** Where the number that was asked for can bring it about, though its category does not say so. */
  readonly dependsOn?: ProviderFailureDependence;
}

type Row = readonly [code: string, category: ProviderFailureCategory, ...traits: readonly Trait[]];

/** `by-recipient`: in an account where all is well for others, the number can bring it about. */
type Trait = 'may-pass' | 'stays' | 'by-recipient';

/**
 * Codes of Telnyx's two lists, of API errors (1xxxx, 2xxxx, 403xx) and of what carriers say later (400xx). Another page
 * of theirs gives 40300 and 40008 other meanings; the lists agree with each other. 40331 is a profile without any
 * destination, whatever the number; a number outside of the profile's destinations is 40309.
 *
 * Source: developers.telnyx.com, "API error codes" and "Messaging error codes".
 */
const ROWS: readonly Row[] = [
  ['10001', 'invalid-recipient'], // inactive phone number
  ['10002', 'invalid-recipient'], // invalid phone number
  ['10004', 'configuration', 'by-recipient'], // unless the source names another parameter: missing required parameter
  ['10005', 'configuration'], // resource not found
  ['10006', 'configuration'], // invalid ID
  ['10007', 'unavailable'], // unexpected error
  ['10008', 'unavailable'], // request timeout
  ['10009', 'authentication'], // authentication failed
  ['10010', 'authentication'], // authorization failed
  ['10011', 'rate-limited'], // too many requests
  ['10015', 'configuration', 'by-recipient'], // likewise: bad Request
  ['10016', 'invalid-recipient'], // must be +E.164
  ['10023', 'configuration'], // invalid JSON
  ['10027', 'configuration', 'by-recipient'], // likewise: unprocessable Entity
  ['10037', 'unavailable'], // service unavailable
  ['10038', 'configuration', 'by-recipient'], // feature not permitted at this level of the account
  ['10039', 'rate-limited', 'stays', 'by-recipient'], // feature limited at account level: only verified destinations, for one
  ['20001', 'authentication'], // invalid API Key secret
  ['20002', 'authentication'], // API Key revoked
  ['20003', 'authentication'], // API Key forbidden
  ['20004', 'authentication'], // permission groups
  ['20005', 'authentication'], // user of the key
  ['20006', 'authentication'], // expired access token
  ['20007', 'authentication'], // permission groups of the key
  ['20008', 'authentication'], // invalid API Key
  ['20012', 'account-suspended'], // account inactive (may be out of funds)
  ['20013', 'account-suspended'], // account blocked
  ['20014', 'account-suspended'], // account unverified
  ['20015', 'configuration'], // feature not enabled
  ['20016', 'account-suspended', 'by-recipient'], // for this destination, not level 1 verified
  ['20017', 'account-suspended', 'by-recipient'], // likewise, not level 2 verified
  ['20100', 'insufficient-funds', 'by-recipient'], // insufficient Funds for what was asked
  ['40001', 'unreachable-recipient'], // not routable (landline / non-routable)
  ['40002', 'content-rejected', 'may-pass'], // spam temporary
  ['40003', 'content-rejected'], // spam permanent
  ['40004', 'unknown', 'may-pass'], // rejected by destination
  ['40005', 'unreachable-recipient', 'may-pass'], // expired during transmission
  ['40006', 'unreachable-recipient', 'may-pass'], // recipient server unavailable
  ['40008', 'unreachable-recipient'], // undeliverable
  ['40009', 'content-rejected'], // invalid message body
  ['40010', 'configuration', 'by-recipient'], // not 10DLC registered, to the United States
  ['40011', 'rate-limited', 'by-recipient'], // upstream rate limit
  ['40012', 'invalid-recipient'], // invalid destination (carrier)
  ['40013', 'configuration', 'by-recipient'], // invalid source to this number's carrier
  ['40014', 'rate-limited'], // expired in queue
  ['40015', 'content-rejected'], // internal spam filter
  ['40016', 'rate-limited', 'by-recipient'], // T-Mobile limit
  ['40017', 'content-rejected'], // AT&T spam
  ['40018', 'rate-limited', 'by-recipient'], // AT&T limit
  ['40019', 'configuration', 'by-recipient'], // AT&T: campaign of the number
  ['40020', 'fraud-blocked'], // artificial traffic inflation: 2FA traffic blocked 24 h
  ['40100', 'configuration'], // number not messaging enabled
  ['40300', 'opted-out'], // blocked due to STOP message
  ['40301', 'unreachable-recipient'], // unsupported message type for to
  ['40302', 'content-rejected'], // message too large
  ['40304', 'content-rejected'], // invalid content combination
  ['40305', 'configuration'], // invalid 'from'
  ['40306', 'configuration', 'by-recipient'], // alpha sender not configured, which only some countries need
  ['40307', 'configuration'], // alpha sender mismatch
  ['40309', 'blocked-destination'], // destination region not whitelisted
  ['40310', 'invalid-recipient'], // invalid 'to'
  ['40311', 'authentication'], // invalid profile secret
  ['40312', 'configuration'], // profile disabled
  ['40313', 'authentication'], // missing profile secret
  ['40314', 'account-suspended'], // messaging disabled on account
  ['40315', 'configuration'], // unhealthy from
  ['40316', 'content-rejected'], // no content
  ['40318', 'rate-limited'], // message queue full
  ['40319', 'unreachable-recipient'], // incompatible message type
  ['40320', 'configuration', 'may-pass'], // temporarily unusable from
  ['40321', 'configuration', 'by-recipient'], // no usable numbers on profile, for this destination
  ['40322', 'content-rejected'], // blocked content
  ['40325', 'configuration'], // invalid alpha sender ID
  ['40328', 'content-rejected'], // SMS exceeds recommended size
  ['40329', 'configuration'], // toll-free not verified
  ['40330', 'configuration'], // toll-free not provisioned
  ['40331', 'configuration'], // missing whitelisted destinations
  ['40333', 'insufficient-funds'], // profile spend limit reached
];

/** By code; what is not in here is judged by the HTTP status. */
export const TELNYX_ERROR_CODES: ReadonlyMap<string, TelnyxErrorMeaning> = new Map(
  ROWS.map(([code, category, ...traits]) => [
    code,
    {
      category,
      ...(traits.includes('may-pass') ? { retryable: true } : {}),
      ...(traits.includes('stays') ? { retryable: false } : {}),
      ...(traits.includes('by-recipient') ? { dependsOn: 'recipient' as const } : {}),
    },
  ]),
);
