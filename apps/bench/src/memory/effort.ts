/** How much of everything is done: enough to be sure, or enough to see that it runs. */
export interface Effort {
  /** Rounds of a scenario that count; a fifth as many warm up. */
  readonly rounds: number;
  /** Rounds where a contestant scans. */
  readonly scanningRounds: number;
  /** Cycles of a round. */
  readonly cycles: number;
  /** Challenges over which the bytes of one are averaged. */
  readonly heldChallenges: number;
  /** Challenges that expire at once. */
  readonly expiringChallenges: number;
  /** Calls timed while they leave. */
  readonly timedCalls: number;
  /** Processes started with and without the import. */
  readonly processes: number;
}

export const FULL: Effort = {
  rounds: 200,
  scanningRounds: 16,
  cycles: 200,
  heldChallenges: 200_000,
  expiringChallenges: 300_000,
  timedCalls: 100_000,
  processes: 15,
};

/** Shows that everything runs. Its ratios are rough. */
export const QUICK: Effort = {
  rounds: 20,
  scanningRounds: 3,
  cycles: 200,
  heldChallenges: 20_000,
  expiringChallenges: 30_000,
  timedCalls: 10_000,
  processes: 5,
};
