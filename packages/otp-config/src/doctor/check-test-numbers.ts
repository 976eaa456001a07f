import { endOfDay } from '../catalog/test-numbers.ts';
import type { Check } from './doctor-facts.ts';
import { ok, warning } from './finding.ts';

const DAY_MS = 86_400_000;
const LONG_DAYS = 90;

/** Whoever knows such a code has the account of its number. */
export const checkTestNumbers: Check = ({ plan, reading, nowMs }) => {
  const { testNumbers = [], environment } = plan.settings;
  if (testNumbers.length === 0 || reading.problems.isAbout('testNumbers')) return [];
  const ends = testNumbers.map(({ until }) =>
    until === undefined ? Number.POSITIVE_INFINITY : (endOfDay(until) ?? 0),
  );
  const active = ends.filter((endMs) => endMs > nowMs);
  if (environment !== 'production') return [ok('test-numbers', `${countOf(active.length)} a code of its own.`)];
  const days = Math.ceil((Math.max(...active, nowMs) - nowMs) / DAY_MS);
  const ended = testNumbers.length - active.length;
  const open = `${countOf(active.length)} a known code in production for ${days} more days. ${adviceFor(days)}.`;
  return [
    ...(active.length === 0 ? [] : [warning('test-numbers', open)]),
    ...(ended === 0 ? [] : [warning('test-numbers', `${countOf(ended)} ended: remove it.`)]),
  ];
};

function countOf(count: number): string {
  return count === 1 ? '1 test number has' : `Each of ${count} test numbers has`;
}

function adviceFor(days: number): string {
  return days > LONG_DAYS
    ? 'Choose an earlier last day: a review takes weeks, not months'
    : 'Keep nothing of value in its account';
}
