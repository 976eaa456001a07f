/** Calls as an engine makes them, about numbers of their own. */
import { randomBytes } from 'node:crypto';
import type { IssueInput, NumberBudget, RedeemInput } from '@countersign/otp-core/spec';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The engine's standard policy. */
const BUDGET: NumberBudget = {
  maxLiveChallenges: 3,
  cooldownsMs: [30_000, 60_000, 120_000, 300_000],
  sendQuotas: [
    { max: 5, durationMs: HOUR_MS },
    { max: 10, durationMs: DAY_MS },
  ],
  failureQuotas: [{ max: 20, durationMs: DAY_MS }],
  maxConsecutiveFailures: 100,
  knownClientReserve: 0.25,
  stepUp: { afterFailures: 5, withinMs: 365 * DAY_MS },
};

/** 132 bits as 22 characters, like the engine's names. */
export function aName(): string {
  return randomBytes(17).toString('base64url').slice(0, 22);
}

/** A request for a new number, or about what `given` says. */
export function issueInput(given: Partial<IssueInput> = {}): IssueInput {
  return {
    subject: aName(),
    nowMs: null,
    purpose: 'default',
    challengeId: aName(),
    intent: 'new',
    repeatedCode: 'same',
    keyId: 'key-01',
    salt: aName(),
    digests: [
      { length: 6, digest: aName() },
      { length: 8, digest: aName() },
    ],
    knownClient: false,
    ttlMs: 300_000,
    maxAttempts: 5,
    budget: BUDGET,
    ...given,
  };
}

export function rightGuess({ subject, purpose, challengeId, digests, nowMs }: IssueInput): RedeemInput {
  return { subject, purpose, challengeId, nowMs, digests: digests?.slice(0, 1).map(({ digest }) => digest) ?? null };
}

export function wrongGuess(issued: IssueInput): RedeemInput {
  return { ...rightGuess(issued), digests: ['wrong'] };
}
