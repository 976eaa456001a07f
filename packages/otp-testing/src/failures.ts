import type { ProviderFailure, ProviderFailureCategory } from '@countersign/otp-core/spec';

/** A failure as an adapter would tell it. */
export function failureOf(
  providerId: string,
  category: ProviderFailureCategory,
  message = 'Told by a test.',
): ProviderFailure {
  return { category, retryable: false, providerId, providerCode: 'E-1', message };
}
