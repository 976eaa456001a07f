/**
 * All that is kept about one number: sends, failures, lock and challenges, under one key, so that one
 * atomic step decides everything. Plain data, the rules of time on it, and the flat form it is kept in; `issue.ts` and
 * its sibling decide.
 */
import { strangersShare } from '../adapter/budget-rules.ts';
import type { IssueInput, QuotaWindow } from '../spec/index.ts';

export interface SubjectRecord {
  /** When messages were sent, oldest first, as far as a quota may still count them. */
  sends: number[];
  /** When wrong codes were told, oldest first, as far as a quota or the step-up may still count them. */
  failures: number[];
  /** Wrong codes since the last right one. */
  consecutiveFailures: number;
  /** When a stranger may cause the next send: after any send. */
  cooldownUntilMs: number;
  /** When a known client may: after a known client's send only, so that strangers cannot hold it off. */
  knownCooldownUntilMs: number;
  /** Open ones, and those that ended since the last issue. */
  challenges: StoredChallenge[];
  /** How long a failure counts, by the budget of the latest issue. */
  failureMemoryMs: number;
  /** When nothing of this matters any more. */
  forgetAtMs: number;
  /** The time of the latest call. */
  latestMs: number;
}

export interface StoredChallenge {
  readonly id: string;
  readonly purpose: string;
  /** The request that caused the latest send; differs from `id` once the challenge was repeated. */
  requestId: string;
  keyId: string;
  salt: string;
  /** `null`: the provider owns the code. */
  digest: string | null;
  readonly codeLength: number | null;
  attemptsLeft: number;
  expiresAtMs: number;
  /** Sends that were not given back. */
  sentAtMs: number[];
  /** Guesses the provider was asked about, each counted as a failure at that time until one is approved. */
  delegatedAtMs: number[];
}

export function createSubjectRecord(): SubjectRecord {
  return {
    // Stryker disable next-line ArrayDeclaration: the same either way: what is put in instead is no moment
    sends: [],
    // Stryker disable next-line ArrayDeclaration: the same either way: what is put in instead is no moment
    failures: [],
    consecutiveFailures: 0,
    cooldownUntilMs: 0,
    knownCooldownUntilMs: 0,
    challenges: [],
    failureMemoryMs: 0,
    forgetAtMs: 0,
    latestMs: 0,
  };
}

export function isLive(challenge: StoredChallenge, nowMs: number): boolean {
  return challenge.attemptsLeft > 0 && nowMs < challenge.expiresAtMs;
}

/**
 * Where the clock has gone back, all moments go back with it: for the record no time has passed since the latest call.
 * So what was counted while a clock ran ahead counts no longer than it would have, and nothing is forgotten.
 */
export function followClock(record: SubjectRecord, nowMs: number): void {
  const backMs = record.latestMs - nowMs;
  record.latestMs = nowMs;
  // Stryker disable next-line EqualityOperator: the same either way: all moments go back by nothing
  if (backMs <= 0) return;
  const moved = (momentsMs: readonly number[]) => momentsMs.map((momentMs) => momentMs - backMs);
  record.sends = moved(record.sends);
  record.failures = moved(record.failures);
  record.cooldownUntilMs -= backMs;
  record.knownCooldownUntilMs -= backMs;
  record.forgetAtMs -= backMs;
  for (const challenge of record.challenges) {
    challenge.expiresAtMs -= backMs;
    challenge.sentAtMs = moved(challenge.sentAtMs);
    challenge.delegatedAtMs = moved(challenge.delegatedAtMs);
  }
}

/** The part of a budget that this client may use. */
export function shareOf(maximum: number, input: Pick<IssueInput, 'knownClient' | 'budget'>): number {
  return input.knownClient ? maximum : strangersShare(maximum, input.budget.knownClientReserve);
}

export function countSince(timesMs: readonly number[], sinceMs: number): number {
  let count = 0;
  for (const time of timesMs) if (time > sinceMs) count += 1;
  return count;
}

/** Drops what no window can count any more. */
export function forgetBefore(timesMs: number[], sinceMs: number): void {
  const firstKept = timesMs.findIndex((timeMs) => timeMs > sinceMs);
  timesMs.splice(0, firstKept < 0 ? timesMs.length : firstKept);
}

export function keepNewest(timesMs: number[], count: number): void {
  timesMs.splice(0, timesMs.length - count);
}

export function removeOne(timesMs: number[], timeMs: number): boolean {
  const index = timesMs.lastIndexOf(timeMs);
  if (index >= 0) timesMs.splice(index, 1);
  return index >= 0;
}

export function longestWindowMs(windows: readonly QuotaWindow[]): number {
  return windows.reduce((longest, window) => Math.max(longest, window.durationMs), 0);
}

/*
 * A record is kept as one flat string: as objects, with their arrays and boxed numbers, it would take three times the
 * space, and there is one for every number that asked within a day.
 */

type PackedChallenge = readonly [
  id: string,
  purpose: string,
  /** 0: the same as `id`. */
  requestId: string | 0,
  keyId: string,
  salt: string,
  digest: string | null,
  codeLength: number | null,
  attemptsLeft: number,
  expires: number,
  sent: readonly number[],
  delegated: readonly number[],
];

/** Times are distances from `forgetAtMs`, which are shorter. */
type PackedRecord = readonly [
  forgetAtMs: number,
  failureMemoryMs: number,
  consecutiveFailures: number,
  cooldownUntil: number,
  knownCooldownUntil: number,
  latest: number,
  sends: readonly number[],
  failures: readonly number[],
  challenges: readonly PackedChallenge[],
];

export function packRecord(record: SubjectRecord): string {
  const { forgetAtMs } = record;
  const packed: PackedRecord = [
    forgetAtMs,
    record.failureMemoryMs,
    record.consecutiveFailures,
    forgetAtMs - record.cooldownUntilMs,
    forgetAtMs - record.knownCooldownUntilMs,
    forgetAtMs - record.latestMs,
    mirror(forgetAtMs, record.sends),
    mirror(forgetAtMs, record.failures),
    record.challenges.map((challenge) => packChallenge(forgetAtMs, challenge)),
  ];
  return JSON.stringify(packed);
}

/** Only ever reads what `packRecord` wrote. */
export function unpackRecord(packed: string): SubjectRecord {
  const [
    forgetAtMs,
    failureMemoryMs,
    consecutiveFailures,
    cooldownUntil,
    knownCooldownUntil,
    latest,
    sends,
    failures,
    challenges,
  ] = JSON.parse(packed) as PackedRecord;
  return {
    sends: mirror(forgetAtMs, sends),
    failures: mirror(forgetAtMs, failures),
    consecutiveFailures,
    cooldownUntilMs: forgetAtMs - cooldownUntil,
    knownCooldownUntilMs: forgetAtMs - knownCooldownUntil,
    challenges: challenges.map((challenge) => unpackChallenge(forgetAtMs, challenge)),
    failureMemoryMs,
    forgetAtMs,
    latestMs: forgetAtMs - latest,
  };
}

/** From times to distances and back: the same subtraction both ways. */
function mirror(aroundMs: number, values: readonly number[]): number[] {
  return values.map((value) => aroundMs - value);
}

function packChallenge(forgetAtMs: number, challenge: StoredChallenge): PackedChallenge {
  const { id, requestId } = challenge;
  return [
    id,
    challenge.purpose,
    // Stryker disable next-line ConditionalExpression: time, not behaviour: an id that is kept twice takes memory
    requestId === id ? 0 : requestId,
    challenge.keyId,
    challenge.salt,
    challenge.digest,
    challenge.codeLength,
    challenge.attemptsLeft,
    forgetAtMs - challenge.expiresAtMs,
    mirror(forgetAtMs, challenge.sentAtMs),
    mirror(forgetAtMs, challenge.delegatedAtMs),
  ];
}

function unpackChallenge(forgetAtMs: number, packed: PackedChallenge): StoredChallenge {
  const [id, purpose, requestId, keyId, salt, digest, codeLength, attemptsLeft, expires, sent, delegated] = packed;
  return {
    id,
    purpose,
    requestId: requestId === 0 ? id : requestId,
    keyId,
    salt,
    digest,
    codeLength,
    attemptsLeft,
    expiresAtMs: forgetAtMs - expires,
    sentAtMs: mirror(forgetAtMs, sent),
    delegatedAtMs: mirror(forgetAtMs, delegated),
  };
}
