import type { ProviderFailure, ProviderFailureCategory } from '../spec/index.ts';
import { defined } from './options.ts';

/** Categories of what may pass: the same vendor may do the same thing later. */
const RETRYABLE: readonly ProviderFailureCategory[] = ['rate-limited', 'unavailable', 'timeout'];

type Needed = 'category' | 'providerId' | 'message';

/** Everything of a failure. `retryable` follows from the category unless the vendor knows better; `undefined` says nothing. */
export type ProviderFailureInput = Pick<ProviderFailure, Needed> & {
  readonly [Name in Exclude<keyof ProviderFailure, Needed>]?: ProviderFailure[Name] | undefined;
};

/** Builds a failure field by field, so that nothing of a vendor's error travels along unseen. */
export function createProviderFailure(input: ProviderFailureInput): ProviderFailure {
  const { category, providerId, providerCode, statusCode, retryAfterMs, dependsOn, message } = input;
  const { retryable = RETRYABLE.includes(category) } = input;
  return {
    category,
    retryable,
    providerId,
    ...defined({ providerCode, statusCode, retryAfterMs, dependsOn }),
    message,
  };
}

/**
 * What a code that no table knows depends on: it may be about the number, unless its status says that it is about the
 * credentials or comes from something that has failed.
 */
export function dependenceOfUnknownCode(statusCode: number): Pick<ProviderFailure, 'dependsOn'> {
  const isOfNumber = statusCode < 300 || (statusCode >= 400 && statusCode <= 499 && ![401, 407].includes(statusCode));
  return isOfNumber ? { dependsOn: 'recipient' } : {};
}

/** True of the categories that are about the recipient, whatever else is said. */
export function isAboutRecipient(category: ProviderFailureCategory): boolean {
  return ABOUT_RECIPIENT.includes(category);
}

const ABOUT_RECIPIENT: readonly ProviderFailureCategory[] = [
  'invalid-recipient',
  'unreachable-recipient',
  'opted-out',
  'blocked-destination',
];

/** The category of an HTTP status, for vendor codes that no table knows. */
export function categoryOfHttpStatus(statusCode: number): ProviderFailureCategory {
  if (statusCode === 401 || statusCode === 403) return 'authentication';
  if (statusCode === 402) return 'insufficient-funds';
  if (statusCode === 404 || statusCode === 405) return 'configuration';
  if (statusCode === 408 || statusCode === 504) return 'timeout';
  if (statusCode === 429) return 'rate-limited';
  if (statusCode >= 500) return 'unavailable';
  return 'unknown';
}

/**
 * `Retry-After` in milliseconds: seconds or an HTTP date (RFC 9110, section 10.2.3).
 * `undefined` where the header is missing or neither; never negative, never more than a day.
 */
export function parseRetryAfter(header: string | null | undefined, nowMs: number): number | undefined {
  const value = header?.trim();
  if (value === undefined || value === '') return undefined;
  // `Date.parse` takes almost anything for a date; every HTTP date starts with a weekday.
  const dateMs = /^[A-Z][a-z]{2,8},? /.test(value) ? Date.parse(value) : Number.NaN;
  const waitMs = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : dateMs - nowMs;
  return Number.isFinite(waitMs) ? Math.min(Math.max(waitMs, 0), 86_400_000) : undefined;
}
