/** What one number may cost and risk, over all purposes and challenges. One per engine: one number, one budget. */
export interface NumberBudget {
  /** Open challenges a number may have at once, 1 to 16. */
  readonly maxLiveChallenges: number;
  /** Wait after a send, by how many sends the shortest send quota's window holds; the last entry repeats. Empty: no wait, the quotas alone bound sends. */
  readonly cooldownsMs: readonly number[];
  readonly sendQuotas: readonly QuotaWindow[];
  readonly failureQuotas: readonly QuotaWindow[];
  /** Wrong codes without a right one between them, after which the number is locked until `unlock`, or a year without a wrong code. */
  readonly maxConsecutiveFailures: number;
  /**
   * The share of every budget, 0 to 0.5, that only known clients may use. Strangers get a challenge only if all of its
   * tries fit what is left of the failure budgets; a known client gets one with as many tries as fit, if at least one does.
   */
  readonly knownClientReserve: number;
  /** After this many failures the number's next codes are the longer ones. Left out: never. */
  readonly stepUp?: { readonly afterFailures: number; readonly withinMs: number };
}

/** At most `max` in any span of `durationMs`. Exact: a timestamp is kept for each, hence `max` is at most 64. */
export interface QuotaWindow {
  readonly max: number;
  readonly durationMs: number;
}
