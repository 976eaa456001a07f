/** How much of everything is done: enough to be sure, or enough to see that it runs. */
export interface Effort {
  /** Rounds that count; a fifth as many warm up. */
  readonly rounds: number;
  /** Cycles of a round, one at a time. */
  readonly cycles: number;
  /** Cycles of a round, many at once. */
  readonly cyclesAtOnce: number;
  /** Numbers over which server time and bytes are averaged. */
  readonly numbers: number;
  /** Numbers whose record is made as full as can be. */
  readonly fullNumbers: number;
  /** Keys that are spread over a Cluster. */
  readonly spreadKeys: number;
}

export const FULL: Effort = {
  rounds: 100,
  cycles: 200,
  cyclesAtOnce: 1280,
  numbers: 10_000,
  fullNumbers: 32,
  spreadKeys: 100_000,
};

/** Shows that everything runs. Its ratios are rough. */
export const QUICK: Effort = {
  rounds: 15,
  cycles: 100,
  cyclesAtOnce: 640,
  numbers: 2000,
  fullNumbers: 2,
  spreadKeys: 20_000,
};
