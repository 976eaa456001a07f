/** What is to be reached, and whether it is. */
import { formatNumber } from './number-text.ts';
import { formatTable } from './table.ts';

export interface Target {
  readonly name: string;
  /** What the ratio or figure must be at least, or at most. */
  readonly bound: 'at least' | 'at most';
  readonly limit: number;
  /** What would be better still. Missing it is told, and decides nothing. */
  readonly aim?: number;
  readonly unit: string;
  readonly measured: number;
  /**
   * Whether missing it makes the command fail. Sizes do, and so do ratios of rounds that were run in turns. Absolute
   * times do not: they belong to the machine and to whatever else it is doing.
   */
  readonly decides: boolean;
}

export function isReached({ bound, limit, measured }: Target): boolean {
  return bound === 'at least' ? measured >= limit : measured <= limit;
}

export function isAimReached({ bound, limit, aim = limit, measured }: Target): boolean {
  return isReached({ name: '', unit: '', decides: false, bound, limit: aim, measured });
}

export function formatTargets(targets: readonly Target[]): string {
  const rows = targets.map((target) => [
    target.name,
    `${target.bound} ${formatNumber(target.limit)} ${target.unit}`,
    target.aim === undefined ? '' : `${formatNumber(target.aim)} ${target.unit}`,
    `${formatNumber(target.measured)} ${target.unit}`,
    isReached(target) ? 'yes' : 'NO',
    target.decides ? 'yes' : 'no',
  ]);
  return formatTable(['target', 'reach', 'aim', 'measured', 'reached', 'decides'], rows);
}
