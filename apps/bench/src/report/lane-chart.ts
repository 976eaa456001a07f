import type { LaneTimes } from '../measure/interleave.ts';
import { median } from '../measure/statistics.ts';
import type { BarRole, Chart } from './bench-result.ts';

/** The lanes of one run beside each other: the median round's microseconds a cycle. */
export function chartLanes(title: string, lanes: readonly LaneTimes[]): Chart {
  const bars = lanes.map(({ name, roundsUs }) => ({ label: name, value: median(roundsUs), role: roleOf(name) }));
  const values = bars.map(({ value }) => value);
  // On one scale with a peer that scans, ours would be no longer than a hair.
  const scale = Math.max(...values) > 50 * Math.min(...values) ? 'logarithmic' : 'linear';
  return { title, unit: 'µs', scale, bars };
}

function roleOf(name: string): BarRole {
  if (/\bbare\b/.test(name)) return 'floor';
  return /countersign|the store alone/.test(name) ? 'ours' : 'peer';
}
