/**
 * A record as one flat string. As objects, with their arrays and boxed numbers, it would take three times the space,
 * and there is one for every number that asked within a day. Times are written as distances, which are shorter.
 */
import type { StoredChallenge, SubjectRecord } from './subject-record.ts';

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
