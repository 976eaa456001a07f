/** How evenly the keys of numbers lie over the slots of a Cluster. */
import { createRedisCodeStore } from '@countersign/otp-redis';
import type { Redis } from 'ioredis';
import { atOnce } from '../stores/at-once.ts';
import { createWholeEngine } from '../stores/whole-engine.ts';
import { keysOf } from './number-bytes.ts';
import { AT_ONCE } from './speed.ts';

const SLOTS = 16_384;
const NODES = 3;

export interface SlotSpread {
  readonly keys: number;
  /** Of each node's equal share of the slots, its share of the keys. */
  readonly nodeShares: readonly number[];
  readonly fullestSlot: number;
  /**
   * The variance of the keys in a slot divided by their mean: 1 where they fall by chance, as even as hashing gets;
   * the number of keys where all fall into one.
   */
  readonly clumping: number;
}

/** Of keys that the engine made. The server is emptied. */
export async function measureSlotSpread(client: Redis, count: number): Promise<SlotSpread> {
  await client.flushall('SYNC');
  const engine = createWholeEngine('spread', createRedisCodeStore({ client }));
  await atOnce(Array(count).keys(), AT_ONCE, () => engine.request());
  return spreadOf(await keysOf(client));
}

function spreadOf(keys: readonly string[]): SlotSpread {
  const slots = new Float64Array(SLOTS);
  const nodes = Array.from({ length: NODES }, () => 0);
  for (const key of keys) {
    const slot = slotOf(key);
    slots[slot] = (slots[slot] ?? 0) + 1;
    const node = Math.floor((slot * NODES) / SLOTS);
    nodes[node] = (nodes[node] ?? 0) + 1;
  }
  const mean = keys.length / SLOTS;
  const variance = slots.reduce((sum, held) => sum + (held - mean) ** 2, 0) / SLOTS;
  return {
    keys: keys.length,
    nodeShares: nodes.map((held) => held / keys.length),
    fullestSlot: Math.max(...slots),
    clumping: variance / mean,
  };
}

/**
 * As the Cluster specification says: CRC16 (XMODEM) modulo the slots, of what stands between the first braces if anything does.
 * @internal
 */
export function slotOf(key: string): number {
  const tag = /\{([^}]+)\}/.exec(key)?.[1] ?? key;
  let crc = 0;
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc % SLOTS;
}
