/**
 * Opens or repeats a challenge. All limits of a number are decided here; every other step of the store
 * only counts. Whoever holds a handle can always redeem it, because its tries were set aside here.
 */
import { failureMemoryMs } from '../adapter/budget-rules.ts';
import type { IssuedChallenge, IssueInput, IssueOutcome, LengthDigest } from '../spec/index.ts';
import {
  countSince,
  followClock,
  forgetBefore,
  isLive,
  keepNewest,
  longestWindowMs,
  type StoredChallenge,
  type SubjectRecord,
  shareOf,
} from './subject-record.ts';

export function issue(record: SubjectRecord, input: IssueInput, nowMs: number): IssueOutcome {
  followClock(record, nowMs);
  const served = findServed(record, input, nowMs);
  if (served !== undefined) return { status: 'duplicate', ...describe(served, record, input) };

  const repeated = findRepeated(record, input, nowMs);
  if (repeated === undefined && input.intent === 'resend') return { status: 'not-found' };

  forgetBefore(record.sends, nowMs - longestWindowMs(input.budget.sendQuotas));
  forgetBefore(record.failures, nowMs - failureMemoryMs(input.budget));
  keepNewest(record.failures, mostFailuresCounted(input));
  const refusals = sendRefusals(record, input, nowMs);
  const uses = repeated === undefined ? failureUses(record, input, nowMs) : [];
  if (repeated === undefined) addOpeningRefusals(refusals, record, input, uses, nowMs);
  const refusal = latestRefusal(refusals);
  if (refusal !== undefined) return refusal;

  countSend(record, input, nowMs);
  const challenge = repeated ?? openChallenge(record, input, triesWithin(uses, input), nowMs);
  if (repeated !== undefined) repeatChallenge(repeated, input);
  challenge.sentAtMs.push(nowMs);
  record.failureMemoryMs = failureMemoryMs(input.budget);
  record.forgetAtMs = Math.max(
    record.forgetAtMs,
    nowMs + longestWindowMs(input.budget.sendQuotas),
    cooldownUntilMs(record, input),
    challenge.expiresAtMs,
  );
  return { status: 'issued', ...describe(challenge, record, input) };
}

type Refusal = Extract<IssueOutcome, { status: 'cooldown' | 'quota-exceeded' | 'locked' }>;

/** The refusal that lasts longest: an answer that says when to come back must not be followed by another refusal. */
function latestRefusal(refusals: readonly Refusal[]): Refusal | undefined {
  return refusals.reduce<Refusal | undefined>(
    (latest, each) => (latest === undefined || endOf(each) > endOf(latest) ? each : latest),
    undefined,
  );
}

function endOf(refusal: Refusal): number {
  return refusal.retryAtMs ?? Number.POSITIVE_INFINITY;
}

/** The challenge this very request opened or repeated before, where an idempotency key names the request. */
function findServed(record: SubjectRecord, input: IssueInput, nowMs: number): StoredChallenge | undefined {
  if (input.intent === 'resend') return undefined;
  return record.challenges.find(
    (each) => isLive(each, nowMs) && (each.id === input.challengeId || each.requestId === input.challengeId),
  );
}

function findRepeated(record: SubjectRecord, input: IssueInput, nowMs: number): StoredChallenge | undefined {
  if (input.intent === 'new') return undefined;
  const live = record.challenges.filter((each) => each.purpose === input.purpose && isLive(each, nowMs));
  switch (input.intent) {
    case 'resend':
      return live.find((each) => each.id === input.challengeId);
    case 'reuse-live':
      // One of the same kind: a deployment that has just swapped who makes the code opens another beside it.
      return live.findLast((each) => (each.digest === null) === (input.digests === null));
  }
}

/** What every send has to pass. */
function sendRefusals(record: SubjectRecord, input: IssueInput, nowMs: number): Refusal[] {
  const refusals: Refusal[] = [];
  const untilMs = cooldownUntilMs(record, input);
  if (untilMs > nowMs) refusals.push({ status: 'cooldown', retryAtMs: untilMs });
  for (const quota of input.budget.sendQuotas) {
    const inWindow = record.sends.filter((sentAtMs) => sentAtMs > nowMs - quota.durationMs);
    const excess = inWindow.length - shareOf(quota.max, input);
    const freedBy = inWindow[excess];
    if (excess >= 0 && freedBy !== undefined) {
      refusals.push({ status: 'quota-exceeded', retryAtMs: freedBy + quota.durationMs });
    }
  }
  return refusals;
}

/** What a further challenge has to pass, as it sets tries aside; a repeat's are set aside already. */
function addOpeningRefusals(
  refusals: Refusal[],
  record: SubjectRecord,
  input: IssueInput,
  failureUses: readonly BudgetUse[],
  nowMs: number,
): void {
  const places = { limit: shareOf(input.budget.maxLiveChallenges, input), uses: openPlaces(record, nowMs) };
  const placeAtMs = freeAtMs(places, 1, nowMs);
  if (placeAtMs !== nowMs) refusals.push({ status: 'quota-exceeded', retryAtMs: placeAtMs ?? nowMs });
  for (const use of failureUses) {
    const retryAtMs = freeAtMs(use, fewestTries(input), nowMs);
    if (retryAtMs !== nowMs) refusals.push({ status: 'locked', retryAtMs });
  }
}

/** Strangers get all tries or no challenge; a known client whom strangers left little gets what is left. */
function fewestTries(input: IssueInput): number {
  return input.knownClient ? 1 : input.maxAttempts;
}

/** What of each failure budget this client may use, and what uses it: failures, and the tries of open challenges. */
function failureUses(record: SubjectRecord, input: IssueInput, nowMs: number): readonly BudgetUse[] {
  const unspent = liveOnes(record, nowMs).map((each) => ({ atMs: each.expiresAtMs, amount: each.attemptsLeft }));
  const inARow = { atMs: Number.POSITIVE_INFINITY, amount: record.consecutiveFailures };
  const { maxConsecutiveFailures, failureQuotas } = input.budget;
  const all: BudgetUse[] = [{ limit: shareOf(maxConsecutiveFailures, input), uses: [inARow, ...unspent] }];
  for (const { max, durationMs } of failureQuotas) {
    const uses = [...usesUntilForgotten(record.failures, durationMs, nowMs), ...unspent];
    all.push({ limit: shareOf(max, input), uses });
  }
  return all;
}

function usesUntilForgotten(failures: readonly number[], durationMs: number, nowMs: number): readonly Release[] {
  return failures
    .map((failedAtMs) => ({ atMs: failedAtMs + durationMs, amount: 1 }))
    .filter((release) => release.atMs > nowMs);
}

/** Never more than the budgets hold: whoever holds a challenge can use all of its tries. */
function triesWithin(uses: readonly BudgetUse[], input: IssueInput): number {
  return uses.reduce((fewest, use) => Math.min(fewest, use.limit - sumOf(use.uses)), input.maxAttempts);
}

function openPlaces(record: SubjectRecord, nowMs: number): readonly Release[] {
  return liveOnes(record, nowMs).map((each) => ({ atMs: each.expiresAtMs, amount: 1 }));
}

function liveOnes(record: SubjectRecord, nowMs: number): readonly StoredChallenge[] {
  return record.challenges.filter((each) => isLive(each, nowMs));
}

/** A limit, and all that takes a part of it. */
interface BudgetUse {
  readonly limit: number;
  readonly uses: readonly Release[];
}

/** Something that counts until a moment. */
interface Release {
  readonly atMs: number;
  readonly amount: number;
}

/** When `wanted` fits into `limit` beside what counts until its moment; `null`: not by waiting. */
function freeAtMs({ limit, uses }: BudgetUse, wanted: number, nowMs: number): number | null {
  let used = wanted + sumOf(uses);
  if (used <= limit) return nowMs;
  for (const release of [...uses].sort((a, b) => a.atMs - b.atMs)) {
    used -= release.amount;
    if (used <= limit) return Number.isFinite(release.atMs) ? release.atMs : null;
  }
  return null;
}

function sumOf(releases: readonly Release[]): number {
  return releases.reduce((sum, release) => sum + release.amount, 0);
}

function countSend(record: SubjectRecord, input: IssueInput, nowMs: number): void {
  const { cooldownsMs, sendQuotas } = input.budget;
  const windowMs = sendQuotas.reduce(
    (shortest, quota) => Math.min(shortest, quota.durationMs),
    Number.POSITIVE_INFINITY,
  );
  const sendsSoFar = countSince(record.sends, nowMs - windowMs);
  const untilMs = nowMs + (cooldownsMs[Math.min(sendsSoFar, cooldownsMs.length - 1)] ?? 0);
  record.sends.push(nowMs);
  record.cooldownUntilMs = Math.max(record.cooldownUntilMs, untilMs);
  if (input.knownClient) record.knownCooldownUntilMs = untilMs;
}

function cooldownUntilMs(record: SubjectRecord, input: IssueInput): number {
  return input.knownClient ? record.knownCooldownUntilMs : record.cooldownUntilMs;
}

function openChallenge(record: SubjectRecord, input: IssueInput, attempts: number, nowMs: number): StoredChallenge {
  const code = codeOfUsualOrLongerLength(record, input, nowMs);
  const challenge: StoredChallenge = {
    id: input.challengeId,
    purpose: input.purpose,
    requestId: input.challengeId,
    keyId: input.keyId,
    salt: input.salt,
    digest: code?.digest ?? null,
    codeLength: code?.length ?? null,
    attemptsLeft: attempts,
    expiresAtMs: nowMs + input.ttlMs,
    sentAtMs: [],
    delegatedAtMs: [],
  };
  // Ended ones were remembered only to tell `expired` and `exhausted` from `not-found` until now.
  record.challenges = record.challenges.filter(
    (each) => each.id !== challenge.id && (isLive(each, nowMs) || awaitsApproval(each, nowMs)),
  );
  record.challenges.push(challenge);
  return challenge;
}

/** Its tries are spent, yet the provider may still approve one of them. */
function awaitsApproval(challenge: StoredChallenge, nowMs: number): boolean {
  return challenge.delegatedAtMs.length > 0 && nowMs < challenge.expiresAtMs;
}

function codeOfUsualOrLongerLength(record: SubjectRecord, input: IssueInput, nowMs: number): LengthDigest | undefined {
  const { stepUp } = input.budget;
  const [usual, longer] = input.digests ?? [];
  const steppedUp =
    stepUp !== undefined && countSince(record.failures, nowMs - stepUp.withinMs) >= stepUp.afterFailures;
  return steppedUp ? (longer ?? usual) : usual;
}

/** Tries and expiry stay as they are: a repeat gives nothing back. */
function repeatChallenge(challenge: StoredChallenge, input: IssueInput): void {
  challenge.requestId = input.challengeId;
  if (input.repeatedCode === 'same') return;
  const code = input.digests?.find((each) => each.length === challenge.codeLength);
  if (code === undefined) return;
  challenge.keyId = input.keyId;
  challenge.salt = input.salt;
  challenge.digest = code.digest;
}

/** No quota looks at more than its `max`: an attacked number's record does not grow with a year of failures. */
function mostFailuresCounted(input: IssueInput): number {
  const { failureQuotas, stepUp } = input.budget;
  return failureQuotas.reduce((most, quota) => Math.max(most, quota.max), stepUp?.afterFailures ?? 0);
}

function describe(challenge: StoredChallenge, record: SubjectRecord, input: IssueInput): IssuedChallenge {
  return {
    challengeId: challenge.id,
    keyId: challenge.keyId,
    salt: challenge.salt,
    codeLength: challenge.codeLength,
    sentAtMs: challenge.sentAtMs.at(-1) ?? 0,
    expiresAtMs: challenge.expiresAtMs,
    resendAtMs: Math.max(cooldownUntilMs(record, input), challenge.sentAtMs.at(-1) ?? 0),
  };
}
