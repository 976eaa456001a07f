/** Inputs of a store as an engine would make them, with budgets that are in nobody's way, by the store's own clock. */
import { randomUUID } from 'node:crypto';
import type { IssueInput, NumberBudget, RedeemInput } from '@countersign/otp-core/spec';

export const RIGHT = 'digest-of-the-right-code';
export const WRONG = 'digest-of-a-wrong-code';

const DAY_MS = 86_400_000;

const OPEN_BUDGET: NumberBudget = {
  maxLiveChallenges: 16,
  cooldownsMs: [1],
  sendQuotas: [{ max: 64, durationMs: DAY_MS }],
  failureQuotas: [{ max: 64, durationMs: DAY_MS }],
  maxConsecutiveFailures: 1000,
  knownClientReserve: 0,
};

type IssueOverrides = Partial<Omit<IssueInput, 'budget'>> & { readonly budget?: Partial<NumberBudget> };

export function issueInput(overrides: IssueOverrides & { readonly subject: string }): IssueInput {
  return {
    nowMs: null,
    purpose: 'default',
    challengeId: randomUUID(),
    intent: 'new',
    repeatedCode: 'same',
    keyId: 'key-1',
    salt: randomUUID(),
    digests: [{ length: 6, digest: RIGHT }],
    knownClient: false,
    ttlMs: 300_000,
    maxAttempts: 5,
    ...overrides,
    budget: { ...OPEN_BUDGET, ...overrides.budget },
  };
}

export function redeemInput(overrides: Partial<RedeemInput> & { readonly subject: string }): RedeemInput {
  return { nowMs: null, purpose: 'default', challengeId: null, digests: [RIGHT], ...overrides };
}
