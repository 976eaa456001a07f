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
  // Stryker disable next-line CallExpression: time, not behaviour: failures that nobody counts any more take memory
  keepNewest(record.failures, mostFailuresCounted(input));
  // Stryker disable next-line ConditionalExpression,ArrayDeclaration: time, not behaviour: a repeat looks at none
  const budgets = repeated === undefined ? failureBudgets(record, input, nowMs) : [];
  const refusal = latestRefusal([
    ...sendRefusals(record, input, nowMs),
    ...(repeated === undefined ? openingRefusals(record, input, budgets, nowMs) : []),
  ]);
  if (refusal !== undefined) return refusal;

  countSend(record, input, nowMs);
  const challenge = repeated ?? openChallenge(record, input, triesWithin(budgets, input), nowMs);
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
  // Stryker disable next-line ConditionalExpression,StringLiteral: time, not behaviour: no case below answers to it
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
function sendRefusals(record: SubjectRecord, input: IssueInput, nowMs: number): readonly Refusal[] {
  const untilMs = cooldownUntilMs(record, input);
  const refusals: Refusal[] = untilMs > nowMs ? [{ status: 'cooldown', retryAtMs: untilMs }] : [];
  for (const quota of input.budget.sendQuotas) {
    const most = shareOf(quota.max, input);
    // Stryker disable next-line ConditionalExpression: time, not behaviour: too few sends cannot fill a quota
    if (record.sends.length < most) continue;
    const inWindow = record.sends.filter((sentAtMs) => sentAtMs > nowMs - quota.durationMs);
    const freedBy = inWindow[inWindow.length - most];
    if (freedBy !== undefined) refusals.push({ status: 'quota-exceeded', retryAtMs: freedBy + quota.durationMs });
  }
  return refusals;
}

/** What a further challenge has to pass, as it sets tries aside; a repeat's are set aside already. */
function openingRefusals(
  record: SubjectRecord,
  input: IssueInput,
  budgets: readonly FailureBudget[],
  nowMs: number,
): readonly Refusal[] {
  const refusals: Refusal[] = [];
  const live = liveOnes(record, nowMs);
  const places = shareOf(input.budget.maxLiveChallenges, input);
  if (live.length + 1 > places) {
    const releases = live.map((each) => ({ atMs: each.expiresAtMs, amount: 1 }));
    refusals.push({ status: 'quota-exceeded', retryAtMs: freedAtMs(live.length + 1 - places, releases) ?? nowMs });
  }
  const fewest = fewestTries(input);
  for (const { limit, used, durationMs } of budgets) {
    const excess = used + fewest - limit;
    if (excess <= 0) continue;
    // Stryker disable next-line ConditionalExpression: only the compiler asks for it: what lasts for no time is over, and left out
    const releases = durationMs === null ? [] : failureReleases(record, durationMs, nowMs);
    const unspent = live.map((each) => ({ atMs: each.expiresAtMs, amount: each.attemptsLeft }));
    refusals.push({ status: 'locked', retryAtMs: freedAtMs(excess, [...releases, ...unspent]) });
  }
  return refusals;
}

/** Strangers get all tries or no challenge; a known client whom strangers left little gets what is left. */
function fewestTries(input: IssueInput): number {
  return input.knownClient ? 1 : input.maxAttempts;
}

/** What of one budget this client may use, and what is used: failures, and the tries of open challenges. */
interface FailureBudget {
  readonly limit: number;
  readonly used: number;
  /** For how long a failure counts; `null`: until a code is right. */
  readonly durationMs: number | null;
}

function failureBudgets(record: SubjectRecord, input: IssueInput, nowMs: number): readonly FailureBudget[] {
  const { maxConsecutiveFailures, failureQuotas } = input.budget;
  let unspent = 0;
  for (const each of record.challenges) if (isLive(each, nowMs)) unspent += each.attemptsLeft;
  const inARow = { max: maxConsecutiveFailures, used: record.consecutiveFailures, durationMs: null };
  const budgets: FailureBudget[] = [budgetOf(input, inARow, unspent)];
  for (const { max, durationMs } of failureQuotas) {
    const used = countSince(record.failures, nowMs - durationMs);
    budgets.push(budgetOf(input, { max, used, durationMs }, unspent));
  }
  return budgets;
}

function budgetOf(
  input: IssueInput,
  { max, used, durationMs }: { readonly max: number; readonly used: number; readonly durationMs: number | null },
  unspent: number,
): FailureBudget {
  return { limit: shareOf(max, input), used: used + unspent, durationMs };
}

/** Never more than the budgets hold: whoever holds a challenge can use all of its tries. */
function triesWithin(budgets: readonly FailureBudget[], input: IssueInput): number {
  return budgets.reduce((fewest, { limit, used }) => Math.min(fewest, limit - used), input.maxAttempts);
}

function liveOnes(record: SubjectRecord, nowMs: number): readonly StoredChallenge[] {
  return record.challenges.filter((each) => isLive(each, nowMs));
}

/** Something that counts until a moment. */
interface Release {
  readonly atMs: number;
  readonly amount: number;
}

function failureReleases(record: SubjectRecord, durationMs: number, nowMs: number): readonly Release[] {
  return record.failures
    .map((failedAtMs) => ({ atMs: failedAtMs + durationMs, amount: 1 }))
    .filter((release) => release.atMs > nowMs);
}

/** When so much has been released; `null`: not by waiting. */
function freedAtMs(excess: number, releases: readonly Release[]): number | null {
  let left = excess;
  for (const release of releases.toSorted((a, b) => a.atMs - b.atMs)) {
    left -= release.amount;
    if (left <= 0) return release.atMs;
  }
  return null;
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
// Stryker disable next-line BlockStatement: time, not behaviour: failures that nobody counts any more take memory
function mostFailuresCounted(input: IssueInput): number {
  const { failureQuotas, stepUp } = input.budget;
  const counted = stepUp?.afterFailures ?? 0;
  // Stryker disable next-line ArrowFunction: time, not behaviour: failures that nobody counts any more take memory
  return failureQuotas.reduce((most, quota) => Math.max(most, quota.max), counted);
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
