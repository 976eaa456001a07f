/** What SNS's words mean, in answers and in delivery logs. */
import type { Confidential } from '@countersign/otp-core/adapter';
import type { ProviderFailureCategory } from '@countersign/otp-core/spec';
import {
  type Exchange,
  type FailureContext,
  fieldOf,
  type Meaning,
  type NotAccepted,
  readBroken,
  readRefusal,
  textOf,
  type Vendor,
} from '@countersign/otp-provider-utils';

/** `by-recipient`: in an account where all is well for others, the number can bring it about. */
type Row = readonly [code: string, category: ProviderFailureCategory, trait?: 'uncertain' | 'by-recipient'];

/**
 * Codes of `Publish` and `CheckIfPhoneNumberIsOptedOut`, and those that every service of AWS may answer with, as they
 * stand on the wire: the SDK names some otherwise (`InvalidParameterException`). `InvalidParameter` says in its text
 * only whose fault it is, so that where it says nothing it may be the number's.
 *
 * Source: the API references of SNS, "Publish" and "Common error types".
 */
const ROWS: readonly Row[] = [
  ['InvalidParameter', 'configuration', 'by-recipient'],
  ['ParameterValueInvalid', 'configuration', 'by-recipient'],
  ['InvalidParameterValue', 'configuration', 'by-recipient'],
  ['InvalidParameterCombination', 'configuration', 'by-recipient'],
  ['InvalidQueryParameter', 'configuration'],
  ['MalformedQueryString', 'configuration'],
  ['MissingParameter', 'configuration'],
  ['MissingAction', 'configuration'],
  ['InvalidAction', 'configuration'],
  ['ValidationError', 'configuration', 'by-recipient'],
  ['ValidationException', 'configuration', 'by-recipient'],
  ['UserError', 'configuration', 'by-recipient'],
  ['NotFound', 'configuration'],
  ['ResourceNotFound', 'configuration'],
  ['EndpointDisabled', 'configuration'],
  ['PlatformApplicationDisabled', 'configuration'],
  ['AuthorizationError', 'authentication'], // the key may not do this
  ['AccessDenied', 'authentication'],
  ['AccessDeniedException', 'authentication'],
  ['NotAuthorized', 'authentication'],
  ['InvalidAccessKeyId', 'authentication'],
  ['InvalidClientTokenId', 'authentication'], // no such access key
  ['UnrecognizedClientException', 'authentication'],
  ['SignatureDoesNotMatch', 'authentication'], // wrong secret, or a wrong clock
  ['IncompleteSignature', 'authentication'],
  ['MissingAuthenticationToken', 'authentication'],
  ['ExpiredToken', 'authentication'],
  ['ExpiredTokenException', 'authentication'],
  ['RequestExpired', 'authentication'], // a wrong clock
  ['RequestTimeTooSkewed', 'authentication'],
  ['InvalidSecurity', 'authentication'],
  ['OptInRequired', 'account-suspended'], // the account may not use the service
  ['OptedOut', 'opted-out'],
  ['Throttled', 'rate-limited'],
  ['Throttling', 'rate-limited'],
  ['ThrottlingException', 'rate-limited'],
  ['RequestThrottled', 'rate-limited'],
  ['RequestLimitExceeded', 'rate-limited'],
  ['KMSThrottling', 'rate-limited'],
  ['InternalError', 'unavailable', 'uncertain'],
  ['InternalFailure', 'unavailable', 'uncertain'],
  ['ServiceUnavailable', 'unavailable', 'uncertain'],
  ['RequestTimeout', 'timeout', 'uncertain'],
  ['RequestTimeoutException', 'timeout', 'uncertain'],
];

/** By code; what is not in here is judged by the HTTP status. @internal */
export const SNS_ERROR_CODES: ReadonlyMap<string, Meaning> = new Map(
  ROWS.map(([code, category, trait]) => [
    code,
    {
      category,
      ...(trait === 'uncertain' ? { effect: 'uncertain' as const } : {}),
      ...(trait === 'by-recipient' ? { dependsOn: 'recipient' as const } : {}),
    },
  ]),
);

type ResponseRow = readonly [providerResponse: string, category: ProviderFailureCategory, retryable?: 'may-pass'];

/**
 * The sentences of `providerResponse`. A sentence is all the code there is.
 *
 * Source: the developer guide of SNS, "SMS delivery failure reasons".
 */
const RESPONSES: readonly ResponseRow[] = [
  ['Blocked as spam by phone carrier', 'content-rejected'],
  ['Destination is on a blocked list', 'blocked-destination'],
  ['Invalid phone number', 'invalid-recipient'],
  ['Message body is invalid', 'content-rejected'],
  ['Phone carrier has blocked this message', 'content-rejected'],
  ['Phone carrier is currently unreachable/unavailable', 'unreachable-recipient', 'may-pass'],
  ['Phone has blocked SMS', 'blocked-destination'],
  ['Phone is on a blocked list', 'blocked-destination'],
  ['Phone is currently unreachable/unavailable', 'unreachable-recipient', 'may-pass'],
  ['Phone number is opted out', 'opted-out'],
  ['This delivery would exceed max price', 'configuration'], // maxPriceUsd, not the account's limit
  ['Unknown error attempting to reach phone', 'unknown', 'may-pass'],
];

/** By sentence; any other is `unknown`. */
export const SNS_DELIVERY_RESPONSES: ReadonlyMap<string, Meaning> = new Map(
  RESPONSES.map(([providerResponse, category, retryable]) => [
    providerResponse,
    { category, retryable: retryable === 'may-pass' },
  ]),
);

export const SNS: Vendor = { name: 'SNS' };
/** A look-up sends nothing, whatever becomes of it. */
const SNS_LOOK_UP: Vendor = { name: 'SNS', mayHaveLeft: 'nothing was sent' };

/** Who failed, and what must not be shown even if SNS repeats it as a code. */
export function createContext(providerId: string, confidential: Confidential): FailureContext {
  return { providerId, ...confidential, vendor: SNS };
}

/** Anything but an answer of success. */
export function readFailure(exchange: Exchange<unknown>, context: FailureContext): NotAccepted {
  if (exchange.status === 'broken') return readBroken(exchange, context);
  const code = textOf(exchange.body, 'code');
  const known = SNS_ERROR_CODES.get(code ?? '');
  const category = categoryOfBlame(code, fieldOf(exchange.body, 'blames'));
  const meaning = category === null ? known : { ...known, category };
  return readRefusal(exchange, { code, meaning }, context);
}

/** The failure of a request that sends nothing: nothing about its end is uncertain. */
export function readFailedLookUp(exchange: Exchange<unknown>, context: FailureContext): NotAccepted {
  return { ...readFailure(exchange, { ...context, vendor: SNS_LOOK_UP }), status: 'refused' };
}

function categoryOfBlame(code: string | null, blamed: unknown): ProviderFailureCategory | null {
  if (!['InvalidParameter', 'ParameterValueInvalid'].includes(code ?? '')) return null;
  if (blamed === 'phone-number') return 'invalid-recipient';
  return blamed === 'message' ? 'content-rejected' : null;
}
