import type { LaneTimes } from './interleave.ts';
import { formatNumber } from './number-text.ts';
import { median, percentile } from './statistics.ts';
import { formatTable } from './table.ts';

/** The lanes' times in microseconds: the median round's, and of single cycles. */
export function formatLanes(lanes: readonly LaneTimes[]): string {
  const rows = lanes.map(({ name, cyclesUs, roundsUs }) => [
    name,
    formatNumber(median(roundsUs)),
    ...[0.5, 0.95, 0.99].map((share) => formatNumber(percentile(cyclesUs, share))),
    formatNumber(cyclesUs.length),
  ]);
  return formatTable(['µs a request and verification', 'round', 'p50', 'p95', 'p99', 'cycles'], rows);
}
