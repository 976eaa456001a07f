import { createProviderFailure } from '@countersign/otp-core/adapter';
import type { ProviderFailure, ProviderFailureCategory } from '@countersign/otp-core/spec';

function failureOf(providerId: string, category: ProviderFailureCategory, providerCode = 'E-1'): ProviderFailure {
  return createProviderFailure({ category, providerId, providerCode, message: 'Told by a test.' });
}

export function refused(providerId: string, category: ProviderFailureCategory, providerCode?: string) {
  return { status: 'refused', failure: failureOf(providerId, category, providerCode) } as const;
}

export function uncertain(providerId: string, category: ProviderFailureCategory) {
  return { status: 'unknown', failure: failureOf(providerId, category) } as const;
}
