/** Store and limiter as one of several engines holds them: an engine closes what it is given, and these are another engine's to close. */
import type { CodeStore, RateLimiter } from '@countersign/otp-core';

export function borrowedStore(store: CodeStore): CodeStore {
  return {
    specificationVersion: store.specificationVersion,
    storeId: store.storeId,
    issue: (input, options) => store.issue(input, options),
    redeem: (input, options) => store.redeem(input, options),
    settle: (input, options) => store.settle(input, options),
    discard: (input, options) => store.discard(input, options),
    unlock: (input, options) => store.unlock(input, options),
  };
}

export function borrowedLimiter(limiter: RateLimiter): RateLimiter {
  return {
    specificationVersion: limiter.specificationVersion,
    take: (windows, nowMs, options) => limiter.take(windows, nowMs, options),
  };
}
