/** How much of everything is done: enough to be sure, or enough to see that it runs. */
export interface Effort {
  /** Rounds that count; a fifth as many warm up. */
  readonly rounds: number;
  /** Cycles of a round. */
  readonly cycles: number;
  /** Cycles of a round of better-auth, which take longer; and where it has rows to scan. */
  readonly betterAuthCycles: number;
  readonly scanningCycles: number;
  /** Rows that are live already. */
  readonly someRows: number;
  /** Rows live and expired, half and half. */
  readonly manyRows: number;
  /** Numbers over which the bytes of a row are averaged. */
  readonly weighedRows: number;
  /** Batches of a purge that are timed. */
  readonly batches: number;
  /** Cycles timed beside a purge. */
  readonly disturbedCycles: number;
}

export const FULL: Effort = {
  rounds: 40,
  cycles: 480,
  betterAuthCycles: 96,
  scanningCycles: 16,
  someRows: 100_000,
  manyRows: 1_000_000,
  weighedRows: 100_000,
  batches: 100,
  disturbedCycles: 5000,
};

/** Shows that everything runs. Its ratios are rough. */
export const QUICK: Effort = {
  rounds: 5,
  cycles: 160,
  betterAuthCycles: 32,
  scanningCycles: 16,
  someRows: 100_000,
  manyRows: 200_000,
  weighedRows: 10_000,
  batches: 20,
  disturbedCycles: 1000,
};
