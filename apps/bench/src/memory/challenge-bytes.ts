import { heldBytes } from '../measure/held-bytes.ts';
import { createCountersign } from './contestants/countersign.ts';

/** Bytes that a live challenge keeps in use, its number's counters included: each was requested through the engine, for a number of its own. */
export async function measureChallengeBytes(count: number): Promise<number> {
  const countersign = createCountersign();
  // What the engine makes once, code that is compiled above all, is no part of a challenge.
  for (let warmUp = 0; warmUp < 2000; warmUp += 1) await countersign.cycle();
  const before = await heldBytes();
  for (let held = 0; held < count; held += 1) await countersign.request();
  const after = await heldBytes();
  // Also keeps the store alive until here.
  await countersign.engine.close();
  return (after - before) / count;
}
