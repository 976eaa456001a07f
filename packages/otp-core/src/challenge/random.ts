/** Random bytes from the system's generator, fetched in bulk: a call for every few bytes took a fifth of a request. */
import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 4096;
const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** Bytes that were never given out before, and of which the pool keeps no copy. */
export function drawBytes(size: number): Buffer {
  // Stryker disable next-line ConditionalExpression,EqualityOperator: time, not behaviour: random bytes are fetched more often
  if (used + size > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const drawn = Buffer.from(pool.subarray(used, used + size));
  pool.fill(0, used, used + size);
  used += size;
  return drawn;
}

/** 128 random bits as text: challenge ids, salts, and digests that no code has. */
export function randomName(): string {
  return drawBytes(16).toString('base64url');
}
