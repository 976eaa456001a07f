import type { VerificationCapabilities } from '@countersign/otp-core/spec';

/** What can be relied on whichever vendor made the code: the strictest of each. Their code lengths are equal. */
export function combineCapabilities(
  all: readonly [VerificationCapabilities, ...VerificationCapabilities[]],
): VerificationCapabilities {
  const limits = all.flatMap(({ maxChecks }) => (maxChecks === null ? [] : [maxChecks]));
  return Object.freeze({
    concurrency: all.some(({ concurrency }) => concurrency === 'per-number') ? 'per-number' : 'independent',
    codeLength: all[0].codeLength,
    maxChecks: limits.length === 0 ? null : Math.min(...limits),
    checkByNumber: all.every(({ checkByNumber }) => checkByNumber),
  });
}
