/**
 * A map whose entries leave by themselves, for what a store keeps of many: constant work a call at any size, without
 * timers, scans or stalls. What is over counts for nothing, whether it has been cleared out or not: whoever reads asks the
 * entry for its own time.
 */
import { createTimingWheel, type WheelEntry } from './timing-wheel.ts';

export interface ExpiringEntry extends WheelEntry {
  readonly key: string;
}

export interface ExpiringMap<Entry extends ExpiringEntry> {
  /** Those that are over and not cleared out yet among them. */
  readonly size: number;
  get(key: string): Entry | undefined;
  /** Keeps an entry, or keeps it until another time; in place of another one of its key. */
  keep(entry: Entry, untilMs: number): void;
  delete(entry: Entry): void;
  /** Clears out what is over, looking at so many entries at most. */
  sweep(nowMs: number, budget: number): void;
}

/** Looked at by a call to clear out what is over: more than one, so that clearing outruns filling. */
export const SWEEP_PER_CALL = 4;

export function createExpiringMap<Entry extends ExpiringEntry>(): ExpiringMap<Entry> {
  const kept = createShardedMap<Entry>();
  const wheel = createTimingWheel<Entry>({ onDue: ({ key }) => kept.delete(key) });

  return {
    get size() {
      return kept.size;
    },

    get: (key) => kept.get(key),

    keep(entry, untilMs) {
      // On the wheel is what is in the map, and nothing else.
      // Stryker disable next-line ConditionalExpression: the same either way: an entry takes its own place
      if (entry.wheelNext === null) {
        const former = kept.get(entry.key);
        if (former !== undefined) wheel.cancel(former);
        kept.set(entry.key, entry);
      }
      wheel.schedule(entry, untilMs);
    },

    delete(entry) {
      wheel.cancel(entry);
      kept.delete(entry.key);
    },

    sweep: (nowMs, budget) => void wheel.advance(nowMs, budget),
  };
}

/**
 * A map cut into 256. One of a million entries stands still for tens of milliseconds whenever it grows or shrinks, as
 * all of it is moved at once; a part of it does not.
 */
interface ShardedMap<Value> {
  readonly size: number;
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

const SHARDS = 256;

function createShardedMap<Value>(): ShardedMap<Value> {
  // Stryker disable next-line ObjectLiteral,ArrowFunction: time, not behaviour: one part holds everything
  const shards = Array.from({ length: SHARDS }, () => new Map<string, Value>());
  /** For keys that have no two characters to choose by. */
  const shortKeys = new Map<string, Value>();
  let size = 0;

  function shardFor(key: string): Map<string, Value> {
    return shards[shardOf(key)] ?? shortKeys;
  }

  return {
    get size() {
      return size;
    },
    get: (key) => shardFor(key).get(key),
    set(key, value) {
      const shard = shardFor(key);
      const before = shard.size;
      shard.set(key, value);
      size += shard.size - before;
    },
    delete(key) {
      if (shardFor(key).delete(key)) size -= 1;
    },
  };
}

/**
 * Keys are keyed hashes, so their first characters are spread evenly; any others only fill the parts less evenly.
 * `NaN` where a key has fewer than two.
 */
// Stryker disable next-line BlockStatement: time, not behaviour: one part holds everything
function shardOf(key: string): number {
  // Stryker disable next-line ArithmeticOperator: time, not behaviour: the parts are filled less evenly
  return (key.charCodeAt(0) * 31 + key.charCodeAt(1)) % SHARDS;
}
