/** What happens to a challenge once it is open. Nothing here decides whether one may be: that is `issue`. */
import type {
  CodeDigest,
  DiscardInput,
  RedeemInput,
  RedeemOutcome,
  RefusedSend,
  SettleInput,
  SettleOutcome,
} from '../spec/index.ts';
import { followClock, isLive, removeOne, type StoredChallenge, type SubjectRecord } from './subject-record.ts';

/** Spends one of the challenge's tries, then compares, then consumes: in this order, at any concurrency, nothing counts twice. */
export function redeem(record: SubjectRecord, input: RedeemInput, nowMs: number): RedeemOutcome {
  followClock(record, nowMs);
  const challenge = findRedeemed(record, input, nowMs);
  if (challenge === undefined) return { status: 'not-found' };
  if (nowMs >= challenge.expiresAtMs) return { status: 'expired' };
  if (challenge.attemptsLeft <= 0) return { status: 'exhausted' };

  challenge.attemptsLeft -= 1;
  if (challenge.digest !== null && input.digests !== null && matches(challenge.digest, input.digests)) {
    consume(record, challenge);
    return { status: 'accepted', challengeId: challenge.id };
  }
  countFailure(record, nowMs);
  const { id, attemptsLeft } = challenge;
  if (challenge.digest !== null) return { status: 'mismatch', challengeId: id, attemptsLeft };
  challenge.delegatedAtMs.push(nowMs);
  return { status: 'delegated', challengeId: id, attemptsLeft };
}

/**
 * The provider approved a guess that `redeem` had counted as a failure before the provider was asked:
 * that one count is taken back. Spent tries do not matter; expiry does, as no code outlives it.
 */
export function settle(record: SubjectRecord, input: SettleInput, nowMs: number): SettleOutcome {
  followClock(record, nowMs);
  const challenge = record.challenges.find((each) => each.id === input.challengeId && each.purpose === input.purpose);
  if (challenge === undefined || nowMs >= challenge.expiresAtMs) return { status: 'not-found' };
  const guessedAtMs = challenge.delegatedAtMs.at(-1);
  if (guessedAtMs === undefined) return { status: 'not-found' };
  consume(record, challenge);
  removeOne(record.failures, guessedAtMs);
  return { status: 'accepted' };
}

/** Without an id the newest of the purpose: the live one, else the one that ended last. */
function findRedeemed(record: SubjectRecord, input: RedeemInput, nowMs: number): StoredChallenge | undefined {
  const ofPurpose = record.challenges.filter((each) => each.purpose === input.purpose);
  if (input.challengeId !== null) return ofPurpose.find((each) => each.id === input.challengeId);
  return ofPurpose.findLast((each) => isLive(each, nowMs)) ?? ofPurpose.at(-1);
}

function consume(record: SubjectRecord, challenge: StoredChallenge): void {
  record.challenges = record.challenges.filter((each) => each !== challenge);
  record.consecutiveFailures = 0;
}

function countFailure(record: SubjectRecord, nowMs: number): void {
  record.failures.push(nowMs);
  record.consecutiveFailures += 1;
  record.forgetAtMs = Math.max(record.forgetAtMs, nowMs + record.failureMemoryMs);
}

function matches(digest: CodeDigest, guesses: readonly CodeDigest[]): boolean {
  let matched = false;
  for (const guess of guesses) matched = equalInConstantTime(digest, guess) || matched;
  return matched;
}

/** Digests are keyed, so timing would tell little; that it tells nothing needs no argument. */
function equalInConstantTime(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  // Stryker disable next-line EqualityOperator: the same either way: past the end of both there is nothing that could differ
  for (let index = 0; index < left.length; index += 1) difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  return difference === 0;
}

/** Takes back a send that certainly never left, or a challenge that its holder gave up. */
export function discard(record: SubjectRecord, input: DiscardInput): void {
  switch (input.cause) {
    case 'cancelled':
      close(record, input.challengeId);
      break;
    case 'refused':
      giveBackSend(record, input);
      break;
  }
}

/** The cooldown stays: whoever makes a provider refuse must not be able to try faster. */
function giveBackSend(record: SubjectRecord, input: RefusedSend): void {
  const challenge = record.challenges.find((each) => each.id === input.challengeId);
  if (challenge === undefined || !removeOne(challenge.sentAtMs, input.sentAtMs)) return;
  removeOne(record.sends, input.sentAtMs);
  if (challenge.sentAtMs.length === 0) close(record, challenge.id);
}

function close(record: SubjectRecord, challengeId: string): void {
  record.challenges = record.challenges.filter((each) => each.id !== challengeId);
}

/** Forgets what the number has used up. Open challenges keep their spent tries: whoever guesses at one gains nothing. */
export function unlock(record: SubjectRecord): void {
  record.sends = [];
  record.failures = [];
  record.consecutiveFailures = 0;
  record.cooldownUntilMs = 0;
  record.knownCooldownUntilMs = 0;
}
