/** Speaks to a once store about keys of its own, at a time of the test's choosing. */
import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { ClaimInput, ClaimOutcome, OnceStore, RecordOutcome, ReleaseOutcome } from '@countersign/otp-core/spec';

export const HOLD_MS = 10_000;
export const TTL_MS = 600_000;

export interface OnceDriver {
  readonly store: OnceStore;
  nowMs: number;
  /** The key that stands for a name in this test, so that tests may share a server. */
  keyOf(name: string): string;
  claim(overrides?: Partial<ClaimInput>): Promise<ClaimOutcome>;
  /** A claim that the case expects to have. */
  claimed(overrides?: Partial<ClaimInput>): Promise<string>;
  record(token: string, value: string, name?: string): Promise<RecordOutcome['status']>;
  release(token: string, name?: string): Promise<ReleaseOutcome['status']>;
}

export function createOnceDriver(store: OnceStore): OnceDriver {
  const prefix = randomUUID();
  const driver: OnceDriver = {
    store,
    nowMs: Date.UTC(2030, 0, 1),
    keyOf: (name) => `${prefix}${name}`,
    claim: ({ key = 'key', ...overrides } = {}) =>
      store.claim({ ttlMs: TTL_MS, holdMs: HOLD_MS, nowMs: driver.nowMs, ...overrides, key: driver.keyOf(key) }),
    async claimed(overrides) {
      const outcome = await driver.claim(overrides);
      assert.ok(outcome.status === 'claimed', `expected the claim, was told ${outcome.status}`);
      assert.ok(typeof outcome.token === 'string' && outcome.token !== '', 'a claim without a token');
      return outcome.token;
    },
    record: async (token, value, name = 'key') =>
      (await store.record({ key: driver.keyOf(name), token, value, nowMs: driver.nowMs })).status,
    release: async (token, name = 'key') =>
      (await store.release({ key: driver.keyOf(name), token, nowMs: driver.nowMs })).status,
  };
  return driver;
}
