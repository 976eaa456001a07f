import type { ProviderFailureCategory } from '@countersign/otp-core/spec';

/** A piece of a table of codes: all of these mean the same to us. */
export function sameCategory(
  category: ProviderFailureCategory,
  codes: readonly (number | string)[],
): Record<string, ProviderFailureCategory> {
  return Object.fromEntries(codes.map((code) => [String(code), category]));
}
