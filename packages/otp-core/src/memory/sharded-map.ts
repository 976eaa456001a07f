/**
 * A map cut into 256. One of a million entries stands still for tens of milliseconds whenever it grows or shrinks, as
 * all of it is moved at once; a part of it does not.
 */
export interface ShardedMap<Value> {
  readonly size: number;
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

const SHARDS = 256;

export function createShardedMap<Value>(): ShardedMap<Value> {
  const shards = Array.from({ length: SHARDS }, () => new Map<string, Value>());
  let size = 0;

  return {
    get size() {
      return size;
    },
    get: (key) => shards[shardOf(key)]?.get(key),
    set(key, value) {
      const shard = shards[shardOf(key)];
      const before = shard?.size ?? 0;
      shard?.set(key, value);
      size += (shard?.size ?? 0) - before;
    },
    delete(key) {
      if (shards[shardOf(key)]?.delete(key)) size -= 1;
    },
  };
}

/** Keys are keyed hashes, so their first characters are spread evenly; any others only fill the parts less evenly. */
function shardOf(key: string): number {
  return (key.charCodeAt(0) * 31 + key.charCodeAt(1)) % SHARDS || 0;
}
