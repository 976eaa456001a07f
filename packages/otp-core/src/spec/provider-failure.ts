/** Why a provider did not do what it was asked: our word for it, beside the vendor's own. */
export type ProviderFailureCategory = (typeof PROVIDER_FAILURE_CATEGORIES)[number];

/** All categories of a failure. */
export const PROVIDER_FAILURE_CATEGORIES = [
  'invalid-recipient',
  'unreachable-recipient',
  'opted-out',
  'blocked-destination',
  'authentication',
  'configuration',
  'account-suspended',
  'insufficient-funds',
  'content-rejected',
  'fraud-blocked',
  'rate-limited',
  'unavailable',
  'timeout',
  'unknown',
] as const;

/** What can bring a failure about: the number that was asked for, or its country or range. */
export type ProviderFailureDependence = 'recipient' | 'destination';

/** What went wrong at a provider, in words that may be shown to an operator. */
export interface ProviderFailure {
  readonly category: ProviderFailureCategory;
  /** The same request to the same vendor may succeed later. Failover to another vendor does not look at it. */
  readonly retryable: boolean;
  readonly providerId: string;
  /** The vendor's own code, verbatim. */
  readonly providerCode?: string;
  /** The HTTP status the vendor answered with. */
  readonly statusCode?: number;
  readonly retryAfterMs?: number;
  /**
   * What of the number that was asked for can bring this failure about: `recipient`, the number itself; `destination`,
   * its country or range. Left out: nothing. A router holds the first against no vendor and the second for that
   * destination only, as whoever types a number could otherwise take the vendor away from everybody. The categories
   * `invalid-recipient`, `unreachable-recipient`, `opted-out` and `blocked-destination` say so by themselves.
   */
  readonly dependsOn?: ProviderFailureDependence;
  /** One sentence for an operator. Never a phone number, a code, a credential or a vendor's body. */
  readonly message: string;
}
