/** How many processes of an app a rate takes, by the processor time that the apps took under mixed traffic. */
import { formatNumber } from '../measure/number-text.ts';
import { formatTable } from '../measure/table.ts';
import type { SoakReport } from './soak-store.ts';

const RATES = [10, 1_000, 10_000];
/** Of its core that a process may be busy: the rest is for peaks, and for the others' load when one of them ends. */
const BUSY_SHARE = 0.5;

/**
 * A process of Node uses one core, so that processes are cores.
 *
 * @internal
 */
export function processesFor(requestsPerSecond: number, usPerRequest: number): number {
  return Math.max(1, Math.ceil((requestsPerSecond * usPerRequest) / 1e6 / BUSY_SHARE));
}

export function formatSizing(reports: readonly SoakReport[]): string {
  const rows = reports.map(({ store, apps, warmExchanges }) => {
    const us = apps.reduce((sum, { cpuUs }) => sum + cpuUs, 0) / warmExchanges;
    return [store, formatNumber(us), ...RATES.map((rate) => formatNumber(processesFor(rate, us)))];
  });
  const header = [
    'example app on',
    'µs of processor time a request',
    ...RATES.map((rate) => `processes for ${formatNumber(rate)} requests a second`),
  ];
  return [
    'Sizing, see SIZING.md: processes = HTTP requests a second × µs of a request ÷ 1,000,000 ÷ 0.5, rounded up.',
    formatTable(header, rows),
    'That is of the example apps, once warm, with a line of log for each request.',
  ].join('\n');
}
