import { parseArgs } from 'node:util';
import type { Thoroughness } from '../measure/report.ts';

export interface Duration {
  readonly thoroughness: Thoroughness;
  /** For both stores together, without what starting and ending take. */
  readonly seconds: number;
}

const FULL_SECONDS = 120;
const QUICK_SECONDS = 20;
/** What attackers may get is by the hour, and each store has half of the time. */
const LONGEST_SECONDS = 3600;

/** @throws Error naming what is not known, or makes no sense */
export function readDuration(argumentList: readonly string[]): Duration {
  const { values } = parseArgs({
    args: [...argumentList],
    options: { quick: { type: 'boolean', default: false }, seconds: { type: 'string' } },
  });
  if (values.seconds === undefined) {
    return values.quick
      ? { thoroughness: 'quick', seconds: QUICK_SECONDS }
      : { thoroughness: 'full', seconds: FULL_SECONDS };
  }
  const seconds = Number(values.seconds);
  if (!Number.isInteger(seconds) || seconds < 6 || seconds > LONGEST_SECONDS) {
    throw new Error(`--seconds must be a whole number from 6 to ${LONGEST_SECONDS}.`);
  }
  // Growth and percentiles of less time say little.
  return { thoroughness: values.quick || seconds < FULL_SECONDS ? 'quick' : 'full', seconds };
}
