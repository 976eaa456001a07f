import { setImmediate } from 'node:timers/promises';
import { collectGarbage } from './garbage.ts';

/** Bytes that are in use once everything unreachable has gone: V8's heap and what lies outside of it, buffers above all. */
export async function heldBytes(): Promise<number> {
  // Twice, with a turn of the event loop: the memory of a buffer is released after the object that owned it.
  collectGarbage();
  await setImmediate();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  // `external` includes `arrayBuffers`.
  return heapUsed + external;
}
