/** Which calls may be the next of an order. */
import type { RecordedCall } from './recorded-calls.ts';

/**
 * The calls that are not done and began before any other that is not done had ended, by their places. Those of a kind
 * stand together, the one that ended first at the beginning; kinds with an answer come before those without.
 */
export function nextCalls(
  calls: readonly RecordedCall[],
  kinds: readonly number[],
  done: Uint8Array,
): readonly (readonly [number, ...number[]])[] {
  const next: number[] = [];
  let firstEndNs = Number.POSITIVE_INFINITY;
  // By the time of invocation: what began later cannot have ended before this one began.
  for (const [index, call] of calls.entries()) {
    if (call.invokedAtNs > firstEndNs) break;
    if (done[index] === 1) continue;
    firstEndNs = Math.min(firstEndNs, endOf(call));
    next.push(index);
  }
  const ends = new Map(next.map((index) => [index, endOf(calls[index] as RecordedCall)]));
  next.sort((a, b) => compare(ends.get(a) ?? 0, ends.get(b) ?? 0));
  const groups = new Map<number | undefined, [number, ...number[]]>();
  for (const index of next) {
    const group = groups.get(kinds[index]);
    if (group === undefined) groups.set(kinds[index], [index]);
    else group.push(index);
  }
  return [...groups.values()];
}

/** A call without an answer may be done at any later time. */
function endOf({ end }: RecordedCall): number {
  return end.status === 'answered' ? end.atNs : Number.POSITIVE_INFINITY;
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
