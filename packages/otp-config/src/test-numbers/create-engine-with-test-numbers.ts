/**
 * An engine in which some numbers have a code that is known beforehand. An engine has one kind of provider, so where codes
 * are ours a second engine over the same store, limiter and secrets opens the challenges of test numbers; the first knows
 * their provider as one that is retired, and so checks, cancels and unlocks them like all others. Every law holds for a
 * test number, but that its code is known to whoever was told.
 */
import { type CodeStore, createOtpEngine, type OtpEngine, type OtpEngineOptions } from '@countersign/otp-core';
import type { TestNumber } from '../settings/otp-settings.ts';
import { createTestNumberDirectory } from './test-number-directory.ts';
import { createTestNumberProvider, withTestNumbers } from './test-number-provider.ts';

export function createEngineWithTestNumbers(options: OtpEngineOptions, testNumbers: readonly TestNumber[]): OtpEngine {
  const directory = createTestNumberDirectory(testNumbers, options.clock, options.phone);
  const phone = options.phone === undefined ? {} : { phone: directory.parserBefore(options.phone) };
  if (options.provider.kind === 'verification-provider') {
    return createOtpEngine({ ...options, ...phone, provider: withTestNumbers(options.provider, directory) });
  }
  const provider = createTestNumberProvider(directory);
  const main = createOtpEngine({ ...options, ...phone, retired: [provider, ...(options.retired ?? [])] });
  const tests = createOtpEngine({
    ...options,
    provider,
    retired: [],
    store: withoutClose(options.store),
    ...(options.rateLimiter === undefined ? {} : { rateLimiter: { ...limiterOf(options.rateLimiter) } }),
    phone: directory.parserBefore(null),
  });
  return {
    ...main,
    request: (input) => (directory.codeOf(input?.to) === null ? main : tests).request(input),
    async resend(input) {
      const result = await main.resend(input);
      // Each engine resends challenges of its own kind, and turns the others away before it asks the store.
      return result.ok || result.reason !== 'challenge-not-active' ? result : tests.resend(input);
    },
    async close() {
      await tests.close();
      await main.close();
    },
  };
}

/** The first engine closes it, once nobody uses it any more. */
function withoutClose(store: CodeStore): CodeStore {
  return {
    specificationVersion: store.specificationVersion,
    storeId: store.storeId,
    issue: (input) => store.issue(input),
    redeem: (input) => store.redeem(input),
    settle: (input) => store.settle(input),
    discard: (input) => store.discard(input),
    unlock: (input) => store.unlock(input),
  };
}

function limiterOf(
  limiter: NonNullable<OtpEngineOptions['rateLimiter']>,
): NonNullable<OtpEngineOptions['rateLimiter']> {
  return { specificationVersion: limiter.specificationVersion, take: (windows, nowMs) => limiter.take(windows, nowMs) };
}
