/** What a deployment needs, worked out from what was measured. */
import { formatNumber } from '../measure/number-text.ts';
import { formatTable } from '../measure/table.ts';
import { DEPLOYMENTS } from '../stores/deployment.ts';
import type { RowBytes } from './row-bytes.ts';
import type { ServerCost } from './server-cost.ts';

/** Of its cores that a server may be busy: the rest is for peaks, vacuum and the purge. */
const BUSY_SHARE = 0.5;

export function formatSizing({ cycleCpuUs, cycleLogBytes }: ServerCost, { verified }: RowBytes): string {
  const rows = DEPLOYMENTS.map(({ rate, returningNumbers, passingNumbers, passingNumbersWithFailure }) => [
    formatNumber(rate),
    formatNumber(rate * 2),
    cycleCpuUs === null ? 'unknown' : formatNumber((rate * cycleCpuUs) / 1e6),
    cycleCpuUs === null ? 'unknown' : `${Math.ceil((rate * cycleCpuUs) / 1e6 / BUSY_SHARE)}`,
    `${formatNumber((rate * cycleLogBytes) / 1e6)} MB`,
    gigabytes(returningNumbers * verified),
    gigabytes((passingNumbers + passingNumbersWithFailure) * verified),
  ]);
  const header = [
    'codes a second',
    'commits a second',
    'busy cores',
    'cores',
    'WAL a second',
    'disk, sign-ins',
    'disk, sign-ups',
  ];
  return [
    'Sizing, see SIZING.md',
    formatTable(header, rows),
    `A million numbers take ${formatNumber(verified)} MB with their indexes.`,
  ].join('\n');
}

function gigabytes(bytes: number): string {
  return `${formatNumber(bytes / 1e9)} GB`;
}
