/** How much of everything is done: enough to be sure, or enough to see that it runs. */
export interface Effort {
  /** Requests to each server before those that count: the compiler still finds things out for tens of thousands. */
  readonly warmUpRequests: number;
  /** Rounds that count, of every server in turns. */
  readonly rounds: number;
  /** Requests of a round. */
  readonly requests: number;
  /** How long a round at a fixed rate takes. */
  readonly pacedMs: number;
}

export const FULL: Effort = { warmUpRequests: 50_000, rounds: 5, requests: 10_000, pacedMs: 4_000 };

/** Shows that everything runs. Its ratios are rough. */
export const QUICK: Effort = { warmUpRequests: 1_000, rounds: 2, requests: 1_000, pacedMs: 500 };
