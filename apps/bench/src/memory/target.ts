/** What is to be reached, and whether it is. */
export interface Target {
  readonly name: string;
  /** What the ratio or figure must be at least, or at most. */
  readonly bound: 'at least' | 'at most';
  readonly limit: number;
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
