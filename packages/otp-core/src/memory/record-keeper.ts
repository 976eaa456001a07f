/** Keeps records packed, and lets those that are over go, a few at each call. */
import { packRecord, unpackRecord } from './pack-record.ts';
import { createShardedMap } from './sharded-map.ts';
import type { SubjectRecord } from './subject-record.ts';
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
