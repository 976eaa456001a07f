import { isDeepStrictEqual } from 'node:util';
import type { StoreOutcome } from './reference-step.ts';

/** A next send that is possible now is the same whenever it became possible. */
export function isSameOutcome(expected: StoreOutcome, actual: StoreOutcome, nowMs: number): boolean {
  const normalise = (outcome: StoreOutcome) =>
    outcome !== undefined && 'resendAtMs' in outcome
      ? { ...outcome, resendAtMs: Math.max(outcome.resendAtMs, nowMs) }
      : outcome;
  return isDeepStrictEqual(normalise(actual), normalise(expected));
}
