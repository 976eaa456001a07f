/** What a deployment needs, worked out from what was measured. */
import { formatNumber } from '../measure/number-text.ts';
import { formatTable } from '../measure/table.ts';
import { DEPLOYMENTS } from '../stores/deployment.ts';
import type { NumberBytes, NumberBytesReport } from './number-bytes.ts';
import type { ServerTime } from './server-time.ts';

/** Of a core that a master may be busy: the rest is for peaks, and for the load that a failover brings. */
const BUSY_SHARE = 0.5;

export function formatSizing(serverTimes: readonly ServerTime[], bytes: NumberBytesReport): string {
  const cpuUs = serverTimes.map(({ cycleCpuUs }) => cycleCpuUs);
  // When calls come one by one each costs more, as the server is woken for it.
  const most = Math.max(...cpuUs);
  const least = Math.min(...cpuUs);
  const verified = totalOf(bytes.verified);
  const failedOnce = totalOf(bytes.failedOnce);
  const rows = DEPLOYMENTS.map(({ rate, returningNumbers, passingNumbers, passingNumbersWithFailure }) => [
    formatNumber(rate),
    `${percents((rate * least) / 1e6)} to ${percents((rate * most) / 1e6)}`,
    `${Math.ceil((rate * most) / 1e6 / BUSY_SHARE)}`,
    gigabytes(returningNumbers * failedOnce),
    gigabytes(passingNumbers * verified + passingNumbersWithFailure * failedOnce),
  ]);
  const header = ['codes a second', 'share of a core', 'masters', 'memory, sign-ins', 'memory, sign-ups'];
  return [
    'Sizing, see SIZING.md',
    formatTable(header, rows),
    `A million numbers take ${formatNumber(verified)} MB once verified, ${formatNumber(failedOnce)} MB after a wrong code.`,
  ].join('\n');
}

function totalOf({ total, usage }: NumberBytes): number {
  return total ?? usage;
}

function percents(share: number): string {
  return `${formatNumber(share * 100)} %`;
}

function gigabytes(bytes: number): string {
  return `${formatNumber(bytes / 1e9)} GB`;
}
