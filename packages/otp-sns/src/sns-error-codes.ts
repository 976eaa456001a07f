import type { ProviderFailureCategory, ProviderFailureDependence } from '@countersign/otp-core/spec';

/** What one of SNS's error codes means. */
interface SnsErrorMeaning {
  readonly category: ProviderFailureCategory;
  /** `uncertain`: whatever the status beside it, it does not say that nothing was sent. */
  readonly effect: 'nothing-sent' | 'uncertain';
  /** Where the number that was asked for can bring it about, though its category does not say so. */
  readonly dependsOn?: ProviderFailureDependence;
}

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

/** By code; what is not in here is judged by the HTTP status. */
export const SNS_ERROR_CODES: ReadonlyMap<string, SnsErrorMeaning> = new Map(
  ROWS.map(([code, category, trait]) => [
    code,
    {
      category,
      effect: trait === 'uncertain' ? 'uncertain' : 'nothing-sent',
      ...(trait === 'by-recipient' ? { dependsOn: 'recipient' as const } : {}),
    },
  ]),
);
