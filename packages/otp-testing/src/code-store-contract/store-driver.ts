/** Speaks to a store about one fresh subject at a time of the test's choosing. */

import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type {
  CodeStore,
  IssuedChallenge,
  IssueInput,
  IssueOutcome,
  NumberBudget,
  RedeemOutcome,
  SettleOutcome,
} from '@countersign/otp-core/spec';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const TTL_MS = 5 * MINUTE_MS;
export const RIGHT = 'digest-of-the-right-code';
export const WRONG = 'digest-of-a-wrong-code';

/** Wide open, so that a case narrows only what it is about. */
const OPEN_BUDGET: NumberBudget = {
  maxLiveChallenges: 16,
  cooldownsMs: [SECOND_MS],
  sendQuotas: [{ max: 64, durationMs: DAY_MS }],
  failureQuotas: [{ max: 64, durationMs: DAY_MS }],
  maxConsecutiveFailures: 1000,
  knownClientReserve: 0,
};

export type IssueOverrides = Partial<Omit<IssueInput, 'budget'>> & { readonly budget?: Partial<NumberBudget> };

export interface StoreDriver {
  readonly store: CodeStore;
  readonly subject: string;
  nowMs: number;
  pass(durationMs: number): void;
  issue(overrides?: IssueOverrides): Promise<IssueOutcome>;
  /** `issue`, of which the case expects that it is granted. */
  open(overrides?: IssueOverrides): Promise<IssuedChallenge>;
  guess(digest: string, challengeId: string | null, purpose?: string): Promise<RedeemOutcome>;
  /** A guess about a code that the provider owns. */
  delegate(challengeId: string | null, purpose?: string): Promise<RedeemOutcome>;
  settle(challengeId: string, purpose?: string): Promise<SettleOutcome>;
  refuse(challengeId: string, sentAtMs: number): Promise<void>;
  cancel(challengeId: string): Promise<void>;
  unlock(): Promise<void>;
  /** Another number, at the same store and time. */
  another(): StoreDriver;
}

export function createStoreDriver(store: CodeStore, startMs: number = Date.UTC(2030, 0, 1)): StoreDriver {
  const subject = randomUUID();
  const driver: StoreDriver = {
    store,
    subject,
    nowMs: startMs,
    pass(durationMs) {
      driver.nowMs += durationMs;
    },
    issue: (overrides = {}) => store.issue(issueInputOf(driver, overrides)),
    async open(overrides) {
      const outcome = await driver.issue(overrides);
      assert.equal(outcome.status, 'issued');
      return outcome as Extract<IssueOutcome, { status: 'issued' }>;
    },
    guess: (digest, challengeId, purpose = 'default') =>
      store.redeem({ subject, nowMs: driver.nowMs, purpose, challengeId, digests: [digest] }),
    delegate: (challengeId, purpose = 'default') =>
      store.redeem({ subject, nowMs: driver.nowMs, purpose, challengeId, digests: null }),
    settle: (challengeId, purpose = 'default') => store.settle({ subject, nowMs: driver.nowMs, purpose, challengeId }),
    refuse: (challengeId, sentAtMs) =>
      store.discard({ cause: 'refused', subject, nowMs: driver.nowMs, challengeId, sentAtMs }),
    cancel: (challengeId) => store.discard({ cause: 'cancelled', subject, nowMs: driver.nowMs, challengeId }),
    unlock: () => store.unlock({ subject, nowMs: driver.nowMs }),
    another: () => createStoreDriver(store, driver.nowMs),
  };
  return driver;
}

export function issueInputOf(driver: StoreDriver, overrides: IssueOverrides): IssueInput {
  return {
    subject: driver.subject,
    nowMs: driver.nowMs,
    purpose: 'default',
    challengeId: randomUUID(),
    intent: 'new',
    repeatedCode: 'same',
    keyId: 'key-1',
    salt: randomUUID(),
    digests: [{ length: 6, digest: RIGHT }],
    knownClient: false,
    ttlMs: TTL_MS,
    maxAttempts: 5,
    ...overrides,
    budget: { ...OPEN_BUDGET, ...overrides.budget },
  };
}
