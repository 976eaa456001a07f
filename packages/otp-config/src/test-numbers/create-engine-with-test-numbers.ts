/**
 * An engine in which some numbers have a code that is known beforehand. An engine has one kind of provider, so where codes
 * are ours a second engine over the same store, limiter and secrets opens the challenges of test numbers; the first knows
 * their provider as one that is retired, and so checks, cancels and unlocks them like all others. Every law holds for a
 * test number, but that its code is known to whoever was told.
 */
import { createOtpEngine, type OtpEngine, type OtpEngineOptions } from '@countersign/otp-core';
import { borrowedLimiter, borrowedStore } from '../compose/borrowed-store.ts';
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
    store: borrowedStore(options.store),
    ...(options.rateLimiter === undefined ? {} : { rateLimiter: borrowedLimiter(options.rateLimiter) }),
    phone: directory.parserBefore(null),
  });
  return {
    ...main,
    request: (input) => (directory.codeOf(typedIn(input?.to)) === null ? main : tests).request(input),
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

/** A test number without an account is to be answered as one with an account. */
function typedIn(to: unknown): unknown {
  return typeof to === 'object' && to !== null && 'decoy' in to ? to.decoy : to;
}
