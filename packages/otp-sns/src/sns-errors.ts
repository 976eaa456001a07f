/** What SNS's words mean, in answers and in delivery logs. */
import {
  type CodedFailure,
  errorTable,
  fieldOf,
  readFields,
  textOf,
  type VendorApi,
} from '@countersign/otp-provider-utils';

/**
 * Codes of `Publish` and `CheckIfPhoneNumberIsOptedOut`, and those that every service of AWS may answer with, as they
 * stand on the wire: the SDK names some otherwise (`InvalidParameterException`). What is not in here is judged by the
 * HTTP status.
 *
 * Source: the API references of SNS, "Publish" and "Common error types".
 * @internal
 */
export const SNS_ERROR_CODES = errorTable([
  // The text says only whose fault it is, so that where it says nothing it may be the number's.
  [['InvalidParameter', 'ParameterValueInvalid', 'InvalidParameterValue'], 'configuration', 'by-recipient'],
  [['InvalidParameterCombination', 'ValidationError', 'ValidationException'], 'configuration', 'by-recipient'],
  ['UserError', 'configuration', 'by-recipient'],
  [['InvalidQueryParameter', 'MalformedQueryString', 'MissingParameter'], 'configuration'],
  [['MissingAction', 'InvalidAction', 'NotFound', 'ResourceNotFound'], 'configuration'],
  [['EndpointDisabled', 'PlatformApplicationDisabled'], 'configuration'],
  // The key may not do this.
  [['AuthorizationError', 'AccessDenied', 'AccessDeniedException', 'NotAuthorized'], 'authentication'],
  // No such key.
  [['InvalidAccessKeyId', 'InvalidClientTokenId', 'UnrecognizedClientException'], 'authentication'],
  // A wrong secret, or a wrong clock.
  [['SignatureDoesNotMatch', 'IncompleteSignature', 'MissingAuthenticationToken'], 'authentication'],
  [['RequestExpired', 'RequestTimeTooSkewed', 'InvalidSecurity'], 'authentication'],
  [['ExpiredToken', 'ExpiredTokenException'], 'authentication'],
  // The account may not use the service.
  ['OptInRequired', 'account-suspended'],
  ['OptedOut', 'opted-out'],
  [['Throttled', 'Throttling', 'ThrottlingException', 'KMSThrottling'], 'rate-limited'],
  [['RequestThrottled', 'RequestLimitExceeded'], 'rate-limited'],
  [['InternalError', 'InternalFailure', 'ServiceUnavailable'], 'unavailable', 'uncertain'],
  [['RequestTimeout', 'RequestTimeoutException'], 'timeout', 'uncertain'],
]);

/**
 * The sentences of `providerResponse`; any other is `unknown`. A sentence is all the code there is.
 *
 * Source: the developer guide of SNS, "SMS delivery failure reasons".
 */
export const SNS_DELIVERY_RESPONSES = errorTable([
  [['Blocked as spam by phone carrier', 'Phone carrier has blocked this message'], 'content-rejected'],
  ['Message body is invalid', 'content-rejected'],
  [['Destination is on a blocked list', 'Phone is on a blocked list', 'Phone has blocked SMS'], 'blocked-destination'],
  ['Invalid phone number', 'invalid-recipient'],
  ['Phone carrier is currently unreachable/unavailable', 'unreachable-recipient', 'may-pass'],
  ['Phone is currently unreachable/unavailable', 'unreachable-recipient', 'may-pass'],
  ['Phone number is opted out', 'opted-out'],
  ['This delivery would exceed max price', 'configuration'], // maxPriceUsd, not the account's limit
  ['Unknown error attempting to reach phone', 'unknown', 'may-pass'],
]);

export type SnsApi = VendorApi<unknown>;

export const SNS: SnsApi = { name: 'SNS', readError, readThrown: (error) => ({ head: null, body: readWords(error) }) };

/** A look-up sends nothing, whatever becomes of it. */
export const SNS_LOOK_UP: SnsApi = { ...SNS, mayHaveLeft: 'nothing was sent' };

function readError(words: unknown): Pick<CodedFailure, 'code' | 'meaning'> {
  const code = textOf(words, 'code');
  const known = SNS_ERROR_CODES.get(code ?? '');
  const blamed = ['InvalidParameter', 'ParameterValueInvalid'].includes(code ?? '') ? fieldOf(words, 'blames') : null;
  if (blamed === 'phone-number') return { code, meaning: { ...known, category: 'invalid-recipient' } };
  return { code, meaning: blamed === 'message' ? { ...known, category: 'content-rejected' } : known };
}

/** Of what SNS said in a refusal nothing comes along but its code and which parameter it blames. */
interface SnsWords {
  /** As on the wire, for example `InvalidParameter`; `null` where there is none that can be read. */
  readonly code: string | null;
  readonly blames: 'phone-number' | 'message' | null;
}

/** SNS's codes are words, seldom with a digit, such as `EC2Throttled`: no number and no code can be taken for one. */
const WIRE_CODE = /^[A-Za-z](?:[A-Za-z._-]|\d{1,3}(?!\d)){1,63}$/;

function readWords(error: unknown): SnsWords {
  const { Code: code, message } = readFields(error, ['Code', 'message']);
  return {
    code: typeof code === 'string' && WIRE_CODE.test(code) ? code : null,
    blames: typeof message === 'string' ? blamedIn(message.slice(0, 512)) : null,
  };
}

/** The only place where SNS says what is wrong: `Invalid parameter: PhoneNumber Reason: …`. */
function blamedIn(message: string): SnsWords['blames'] {
  if (/^Invalid parameter: PhoneNumber\b/i.test(message)) return 'phone-number';
  return /^Invalid parameter: (?:Empty )?Message\b/i.test(message) ? 'message' : null;
}
