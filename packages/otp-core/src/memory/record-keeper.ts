/**
 * Keeps records, and lets those that are over go, a few at each call. A record is kept as one flat string: as objects, with
 * their arrays and boxed numbers, it would take three times the space, and there is one for every number that asked within
 * a day.
 */
import { createShardedMap } from './sharded-map.ts';
import type { StoredChallenge, SubjectRecord } from './subject-record.ts';
import { createTimingWheel, type WheelEntry } from './timing-wheel.ts';

export interface RecordKeeper {
  /** The record of a subject. One that is over counts for nothing, whether it has been cleared out or not. */
  find(subject: string, nowMs: number): SubjectRecord | undefined;
  /** How many records there are, over ones among them. */
  readonly size: number;
  keep(subject: string, record: SubjectRecord): void;
}

/** Records looked at by a call to clear out what is over: more than one, so that clearing outruns filling. */
const SWEEP_PER_CALL = 4;

interface KeptRecord extends WheelEntry {
  readonly subject: string;
  packed: string;
}

export function createRecordKeeper(): RecordKeeper {
  const kept = createShardedMap<KeptRecord>();
  const wheel = createTimingWheel<KeptRecord>({ onDue: ({ subject }) => kept.delete(subject) });

  return {
    get size() {
      return kept.size;
    },

    find(subject, nowMs) {
      wheel.advance(nowMs, SWEEP_PER_CALL);
      const entry = kept.get(subject);
      const record = entry === undefined ? undefined : unpackRecord(entry.packed);
      return record !== undefined && record.forgetAtMs > nowMs ? record : undefined;
    },

    keep(subject, record) {
      const packed = packRecord(record);
      let entry = kept.get(subject);
      if (entry === undefined) {
        entry = { subject, packed, wheelPrevious: null, wheelNext: null, wheelTick: 0 };
        kept.set(subject, entry);
      }
      entry.packed = packed;
      wheel.schedule(entry, record.forgetAtMs);
    },
  };
}

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

/** @internal */
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

/**
 * Only ever reads what `packRecord` wrote.
 * @internal
 */
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
