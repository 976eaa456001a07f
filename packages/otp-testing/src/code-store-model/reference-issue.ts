/** How the reference decides about a send: what is asked for, whether every limit has room for it, what is then told. */
import type { IssuedChallenge, IssueInput, IssueOutcome } from '@countersign/otp-core/spec';
import {
  attemptsLeft,
  type Code,
  consecutiveFailures,
  cooldownEndMs,
  countingFailures,
  countingSends,
  countWithin,
  currentCode,
  eventsOf,
  isExpired,
  isLive,
  liveChallenges,
  type NumberEvent,
  type NumberHistory,
  type Opened,
  seeExpired,
  sendsOf,
} from './number-history.ts';
import type { Step } from './reference-step.ts';

export function issue(history: NumberHistory, input: IssueInput, nowMs: number): Step<IssueOutcome> {
  const served = findServed(history, input, nowMs);
  if (served !== undefined) {
    return { history, outcomes: [{ status: 'duplicate', ...tell(history, served, input) }] };
  }
  const repeated = findRepeated(history, input, nowMs);
  if (repeated === undefined && input.intent === 'resend') {
    return { history: seeIfExpired(history, input, nowMs), outcomes: [{ status: 'not-found' }] };
  }

  const refusals = [
    ...refusalsOfAnySend(history, input, nowMs),
    ...(repeated === undefined ? refusalsOfOpening(history, input, nowMs) : []),
  ];
  if (refusals.length > 0) return { history, outcomes: lastToEnd(refusals) };

  const challenge = repeated ?? open(history, input, nowMs);
  const next: NumberHistory = [
    ...history,
    ...(repeated === undefined ? [challenge] : replaceCode(history, repeated, input)),
    sendOf(history, challenge, input, nowMs),
  ];
  return { history: next, outcomes: [{ status: 'issued', ...tell(next, challenge, input) }] };
}

function tell(history: NumberHistory, challenge: Opened, input: IssueInput): IssuedChallenge {
  const { keyId, salt, length } = currentCode(history, challenge);
  return {
    challengeId: challenge.challengeId,
    keyId,
    salt,
    codeLength: length,
    sentAtMs: sendsOf(history, challenge).at(-1)?.atMs ?? 0,
    expiresAtMs: challenge.expiresAtMs,
    resendAtMs: Math.max(cooldownEndMs(history, input), sendsOf(history, challenge).at(-1)?.atMs ?? 0),
  };
}

/** This very request was served before, and its challenge is still open. A resend names a challenge, not a request. */
function findServed(history: NumberHistory, input: IssueInput, nowMs: number): Opened | undefined {
  if (input.intent === 'resend') return undefined;
  return eventsOf(history, 'sent').find(
    (send) => send.requestId === input.challengeId && isLive(history, send.challenge, nowMs),
  )?.challenge;
}

function findRepeated(history: NumberHistory, input: IssueInput, nowMs: number): Opened | undefined {
  const ofPurpose = liveChallenges(history, nowMs).filter((challenge) => challenge.purpose === input.purpose);
  switch (input.intent) {
    case 'new':
      return undefined;
    case 'resend':
      return ofPurpose.find((challenge) => challenge.challengeId === input.challengeId);
    case 'reuse-live':
      // Of the same maker: a code of our own is of no use where the provider is to make one.
      return ofPurpose.findLast((challenge) => (challenge.code.digest === null) === (input.digests === null));
  }
}

/** A resend that comes too late has seen that it does. */
function seeIfExpired(history: NumberHistory, input: IssueInput, nowMs: number): NumberHistory {
  const named = eventsOf(history, 'opened').findLast((challenge) => challenge.challengeId === input.challengeId);
  return named !== undefined && isExpired(history, named, nowMs) ? seeExpired(history, named) : history;
}

// Limits

type Refusal = Extract<IssueOutcome, { readonly retryAtMs: number | null }> & {
  readonly status: 'cooldown' | 'quota-exceeded' | 'locked';
};

/** An answer that says when to come back must not be followed by another refusal then. Of several, any may be told. */
function lastToEnd(refusals: readonly Refusal[]): readonly Refusal[] {
  const endOf = (refusal: Refusal) => refusal.retryAtMs ?? Number.POSITIVE_INFINITY;
  const latest = Math.max(...refusals.map(endOf));
  return refusals.filter((refusal) => endOf(refusal) === latest);
}

function refusalsOfAnySend(history: NumberHistory, input: IssueInput, nowMs: number): readonly Refusal[] {
  const coolUntilMs = cooldownEndMs(history, input);
  const overQuota = input.budget.sendQuotas.flatMap(({ max, durationMs }): readonly Refusal[] => {
    const sends = countingSends(history).map((atMs) => ({ untilMs: atMs + durationMs, amount: 1 }));
    const retryAtMs = whenItFits(shareOf(max, input), 1, sends, nowMs);
    return retryAtMs === nowMs ? [] : [{ status: 'quota-exceeded', retryAtMs: retryAtMs ?? nowMs }];
  });
  return [...(coolUntilMs > nowMs ? [{ status: 'cooldown', retryAtMs: coolUntilMs } as const] : []), ...overQuota];
}

/** A challenge sets its tries aside when it is opened, so that whoever holds it can always redeem it. */
function refusalsOfOpening(history: NumberHistory, input: IssueInput, nowMs: number): readonly Refusal[] {
  const live = liveChallenges(history, nowMs);
  const places = live.map((challenge) => ({ untilMs: challenge.expiresAtMs, amount: 1 }));
  const placeAtMs = whenItFits(shareOf(input.budget.maxLiveChallenges, input), 1, places, nowMs);

  const unlockedAtMs = failureBudgets(history, input, nowMs).map(({ limit, uses }) =>
    whenItFits(limit, input.knownClient ? 1 : input.maxAttempts, uses, nowMs),
  );
  return [
    ...(placeAtMs === nowMs ? [] : [{ status: 'quota-exceeded', retryAtMs: placeAtMs ?? nowMs } as const]),
    ...unlockedAtMs
      .filter((retryAtMs) => retryAtMs !== nowMs)
      .map((retryAtMs) => ({ status: 'locked', retryAtMs }) as const),
  ];
}

/** What limits wrong codes: those told already, and the tries that open challenges have set aside. */
function failureBudgets(history: NumberHistory, input: IssueInput, nowMs: number): readonly FailureBudget[] {
  const setAside = liveChallenges(history, nowMs).map((challenge) => ({
    untilMs: challenge.expiresAtMs,
    amount: attemptsLeft(history, challenge),
  }));
  const inARow = { untilMs: Number.POSITIVE_INFINITY, amount: consecutiveFailures(history) };
  return [
    { limit: shareOf(input.budget.maxConsecutiveFailures, input), uses: [inARow, ...setAside] },
    ...input.budget.failureQuotas.map(({ max, durationMs }) => {
      const failures = countingFailures(history).map((atMs) => ({ untilMs: atMs + durationMs, amount: 1 }));
      return { limit: shareOf(max, input), uses: [...failures, ...setAside] };
    }),
  ];
}

/** All tries, or for a known client as many as every budget has room for. */
function triesFor(history: NumberHistory, input: IssueInput, nowMs: number): number {
  const rooms = failureBudgets(history, input, nowMs).map(
    ({ limit, uses }) =>
      limit - uses.filter(({ untilMs }) => untilMs > nowMs).reduce((sum, { amount }) => sum + amount, 0),
  );
  return Math.min(input.maxAttempts, ...rooms);
}

interface FailureBudget {
  readonly limit: number;
  readonly uses: readonly Use[];
}

/** What the reserve for known clients leaves to others: at least one is kept and one is left, where there are two. */
function shareOf(maximum: number, { knownClient, budget }: IssueInput): number {
  if (knownClient || budget.knownClientReserve === 0 || maximum === 1) return maximum;
  return maximum - Math.max(1, Math.floor(maximum * budget.knownClientReserve));
}

interface Use {
  readonly untilMs: number;
  readonly amount: number;
}

/** The first moment at which so much more fits beside what is in use then; `null`: not by waiting. */
function whenItFits(limit: number, wanted: number, uses: readonly Use[], nowMs: number): number | null {
  const usedAt = (atMs: number) =>
    uses.filter(({ untilMs }) => untilMs > atMs).reduce((sum, { amount }) => sum + amount, 0);
  const moments = [nowMs, ...uses.map(({ untilMs }) => untilMs).filter(Number.isFinite)].filter(
    (atMs) => atMs >= nowMs && usedAt(atMs) + wanted <= limit,
  );
  return moments.length === 0 ? null : Math.min(...moments);
}

// What is kept

function open(history: NumberHistory, input: IssueInput, nowMs: number): Opened {
  const { stepUp } = input.budget;
  const isSteppedUp =
    stepUp !== undefined && countWithin(countingFailures(history), stepUp.withinMs, nowMs) >= stepUp.afterFailures;
  const [usual, longer = usual] = input.digests ?? [];
  const chosen = isSteppedUp ? longer : usual;
  return {
    kind: 'opened',
    atMs: nowMs,
    challengeId: input.challengeId,
    purpose: input.purpose,
    maxAttempts: triesFor(history, input, nowMs),
    expiresAtMs: nowMs + input.ttlMs,
    code: { keyId: input.keyId, salt: input.salt, length: chosen?.length ?? null, digest: chosen?.digest ?? null },
  };
}

/** By one of the same length, as a challenge's length never changes. */
function replaceCode(history: NumberHistory, challenge: Opened, input: IssueInput): readonly NumberEvent[] {
  const { length } = currentCode(history, challenge);
  const chosen = input.digests?.find((each) => each.length === length);
  if (input.repeatedCode === 'same' || chosen === undefined) return [];
  const code: Code = { keyId: input.keyId, salt: input.salt, length, digest: chosen.digest };
  return [{ kind: 'code-replaced', challenge, code }];
}

/** The wait grows with the sends that the shortest quota's window holds. */
function sendOf(history: NumberHistory, challenge: Opened, input: IssueInput, nowMs: number): NumberEvent {
  const { cooldownsMs, sendQuotas } = input.budget;
  const shortestMs = Math.min(...sendQuotas.map(({ durationMs }) => durationMs));
  const sends = countWithin(countingSends(history), shortestMs, nowMs);
  const cooldownMs = cooldownsMs[Math.min(sends, cooldownsMs.length - 1)] ?? 0;
  const { challengeId: requestId, knownClient } = input;
  return { kind: 'sent', atMs: nowMs, challenge, requestId, knownClient, cooldownMs };
}
