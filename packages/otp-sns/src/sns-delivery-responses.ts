import type { ProviderFailureCategory } from '@countersign/otp-core/spec';

/** What one of the sentences means with which delivery logs give a reason. */
interface SnsResponseMeaning {
  readonly category: ProviderFailureCategory;
  readonly retryable: boolean;
}

type Row = readonly [providerResponse: string, category: ProviderFailureCategory, retryable?: 'may-pass'];

/**
 * The sentences of `providerResponse`. A sentence is all the code there is.
 *
 * Source: the developer guide of SNS, "SMS delivery failure reasons".
 */
const ROWS: readonly Row[] = [
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
export const SNS_DELIVERY_RESPONSES: ReadonlyMap<string, SnsResponseMeaning> = new Map(
  ROWS.map(([providerResponse, category, retryable]) => [
    providerResponse,
    { category, retryable: retryable === 'may-pass' },
  ]),
);
