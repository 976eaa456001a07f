/** Speaks to a store about one fresh number, under the standard policy, as the engine does. */
import { randomBytes } from 'node:crypto';
import type { CodeStore, IssueInput, NumberBudget, RedeemOutcome } from '@countersign/otp-core/spec';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The engine's standard policy. */
export const STANDARD_BUDGET: NumberBudget = {
  maxLiveChallenges: 3,
  cooldownsMs: [30_000, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS],
  sendQuotas: [
    { max: 5, durationMs: HOUR_MS },
    { max: 10, durationMs: DAY_MS },
  ],
  failureQuotas: [{ max: 20, durationMs: DAY_MS }],
  maxConsecutiveFailures: 100,
  knownClientReserve: 0.25,
  stepUp: { afterFailures: 5, withinMs: 365 * DAY_MS },
};

/** As the engine names subjects, challenges, salts and digests. */
export function engineName(): string {
  return randomBytes(17).toString('base64url').slice(0, 22);
}

export interface NumberCaller {
  readonly subject: string;
  readonly challengeId: string;
  readonly salt: string;
  readonly right: string;
  issue(overrides?: Partial<IssueInput>): ReturnType<CodeStore['issue']>;
  guess(
    digest: string,
    overrides?: { readonly challengeId?: string | null; readonly nowMs?: number | null },
  ): Promise<RedeemOutcome>;
  /** The same number, through another store. */
  by(other: CodeStore): NumberCaller;
}

export function createNumberCaller(store: CodeStore, subject: string = engineName()): NumberCaller {
  return callerOf(store, { subject, challengeId: engineName(), salt: engineName(), right: engineName() });
}

type Names = Pick<NumberCaller, 'subject' | 'challengeId' | 'salt' | 'right'>;

function callerOf(store: CodeStore, names: Names): NumberCaller {
  const { subject, challengeId, salt, right } = names;
  return {
    subject,
    challengeId,
    salt,
    right,
    issue: (overrides = {}) =>
      store.issue({
        subject,
        nowMs: null,
        purpose: 'default',
        challengeId,
        intent: 'new',
        repeatedCode: 'same',
        keyId: 'k1k1k1',
        salt,
        digests: [
          { length: 6, digest: right },
          { length: 8, digest: engineName() },
        ],
        knownClient: false,
        ttlMs: 5 * MINUTE_MS,
        maxAttempts: 5,
        budget: STANDARD_BUDGET,
        ...overrides,
      }),
    guess: (digest, overrides = {}) =>
      store.redeem({ subject, nowMs: null, purpose: 'default', challengeId, digests: [digest], ...overrides }),
    by: (other) => callerOf(other, names),
  };
}
