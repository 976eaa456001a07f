/** Rules that engine and stores have to follow alike, of a number's budget above all. */
import type { NumberBudget } from '../spec/index.ts';

/** Secrets in force at once, and with them the digests of one guess: an engine takes no more, a store takes them all. */
export const MOST_SECRETS = 16;

/**
 * How much of a maximum a client may use: known clients all of it, strangers what the reserve leaves.
 * The reserve is rounded down, but at least 1 is kept and at least 1 is left; a maximum of 1 is not divided.
 */
export function strangersShare(maximum: number, knownClientReserve: number): number {
  if (knownClientReserve === 0 || maximum === 1) return maximum;
  return maximum - Math.max(1, Math.floor(maximum * knownClientReserve));
}

/** NIST SP 800-63B-4, 3.2.2: time alone does not end a lock; after a year without a wrong code nobody is guessing. */
const FAILURE_MEMORY_MS = 365 * 86_400_000;

/** How long a store remembers a number after its last wrong code, and with it the lock and the count that leads to it. */
export function failureMemoryMs(budget: NumberBudget): number {
  const windows = budget.failureQuotas.map((quota) => quota.durationMs);
  return Math.max(FAILURE_MEMORY_MS, budget.stepUp?.withinMs ?? 0, ...windows);
}
