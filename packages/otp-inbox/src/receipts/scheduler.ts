/** What happens later: time and timers in one place, so that tests can hold them and an end ends them all. */
export interface Scheduler {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Does it later, unless the inbox is closed by then. Keeps no process alive. */
  after(delayMs: number, action: () => void): void;
  /** Forgets all that is to come. */
  close(): void;
}

export function createScheduler(): Scheduler {
  const timers = new Set<NodeJS.Timeout>();
  let isClosed = false;
  return {
    now: Date.now,
    after(delayMs, action) {
      if (isClosed) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        action();
      }, delayMs);
      timer.unref();
      timers.add(timer);
    },
    close() {
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
