import type { ProviderFailure, ProviderFailureCategory } from '../spec/index.ts';

/** What a category says by itself about trying the same vendor again. */
const RETRYABLE: Readonly<Record<ProviderFailureCategory, boolean>> = {
  'invalid-recipient': false,
  'unreachable-recipient': false,
  'opted-out': false,
  'blocked-destination': false,
  authentication: false,
  configuration: false,
  'account-suspended': false,
  'insufficient-funds': false,
  'content-rejected': false,
  'fraud-blocked': false,
  'rate-limited': true,
  unavailable: true,
  timeout: true,
  unknown: false,
};

/** Everything of a failure but `retryable`, which follows from the category unless the vendor knows better. */
export type ProviderFailureInput = Omit<ProviderFailure, 'retryable'> & { readonly retryable?: boolean };

/** Builds a failure field by field, so that nothing of a vendor's error travels along unseen. */
export function createProviderFailure(input: ProviderFailureInput): ProviderFailure {
  return {
    category: input.category,
    retryable: input.retryable ?? RETRYABLE[input.category],
    providerId: input.providerId,
    ...(input.providerCode === undefined ? {} : { providerCode: input.providerCode }),
    ...(input.statusCode === undefined ? {} : { statusCode: input.statusCode }),
    ...(input.retryAfterMs === undefined ? {} : { retryAfterMs: input.retryAfterMs }),
    message: input.message,
  };
}

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
