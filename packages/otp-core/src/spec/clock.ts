/** Time for tests. Where one is given, its time reaches every store as `nowMs`; left out, the store's own clock decides. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once, `delayMs` from now, unless cancelled by the returned function. @defaultValue the process's own timers */
  after?(delayMs: number, callback: () => void): () => void;
}
