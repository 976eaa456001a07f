/** What a run measured, as it is kept in a file and drawn. */
import type { Target } from '../measure/target.ts';

/** `ours`: Countersign; `peer`: what it stands beside; `floor`: the least that the work can take. */
export type BarRole = 'ours' | 'peer' | 'floor';

export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly role: BarRole;
}

export interface Chart {
  readonly title: string;
  readonly unit: string;
  /** `logarithmic` where values lie powers of ten apart. */
  readonly scale: 'linear' | 'logarithmic';
  readonly bars: readonly Bar[];
  /** What no bar may go beyond. */
  readonly limit?: { readonly label: string; readonly value: number };
}

export interface BenchResult {
  /** What the command calls it: `redis`. */
  readonly name: string;
  readonly title: string;
  /** When and where it was measured. */
  readonly machine: string;
  readonly charts: readonly Chart[];
  readonly targets: readonly Target[];
}
