/** Keeps records packed and bounded, and lets those that are over go, a few at each call. */
import { OtpStoreError } from '../errors/otp-error.ts';
import { packRecord, unpackRecord } from './pack-record.ts';
import { createShardedMap } from './sharded-map.ts';
import type { SubjectRecord } from './subject-record.ts';
import { createTimingWheel, type WheelEntry } from './timing-wheel.ts';

export interface RecordKeeper {
  /** The record of a subject. One that is over counts for nothing, whether it has been cleared out or not. */
  find(subject: string, nowMs: number): SubjectRecord | undefined;
  /** @throws OtpStoreError for a new subject when as many are kept as may be */
  keep(subject: string, record: SubjectRecord): void;
}

/** Records looked at by a call to clear out what is over: more than one, so that clearing outruns filling. */
const SWEEP_PER_CALL = 4;

interface KeptRecord extends WheelEntry {
  readonly subject: string;
  packed: string;
}

export function createRecordKeeper(maxRecords: number): RecordKeeper {
  const kept = createShardedMap<KeptRecord>();
  const wheel = createTimingWheel<KeptRecord>({ onDue: ({ subject }) => kept.delete(subject) });

  return {
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
        if (kept.size >= maxRecords) {
          throw new OtpStoreError(
            'OTP_STORE_FULL',
            `The memory store holds its ${maxRecords} numbers and takes no more.`,
          );
        }
        entry = { subject, packed, wheelPrevious: null, wheelNext: null, wheelTick: 0 };
        kept.set(subject, entry);
      }
      entry.packed = packed;
      wheel.schedule(entry, record.forgetAtMs);
    },
  };
}
