/** Store and limiter as one of several engines holds them: an engine closes what it is given, and these are another engine's to close. */
import type { CodeStore, RateLimiter } from '@countersign/otp-core';

export function borrowedStore(store: CodeStore): CodeStore {
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

export function borrowedLimiter(limiter: RateLimiter): RateLimiter {
  return { specificationVersion: limiter.specificationVersion, take: (windows, nowMs) => limiter.take(windows, nowMs) };
}
