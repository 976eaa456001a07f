/** Time in the hands of a test: what is to happen later happens when the test lets it. */
import type { Scheduler } from '../receipts/scheduler.ts';

export interface ManualScheduler extends Scheduler {
  /** Lets time pass, and everything happen that is due by then, in its order. */
  pass(durationMs: number): Promise<void>;
}

export function createManualScheduler(startMs = Date.now()): ManualScheduler {
  let nowMs = startMs;
  let waiting: Array<{ readonly atMs: number; readonly action: () => void }> = [];
  return {
    now: () => nowMs,
    after(delayMs, action) {
      waiting.push({ atMs: nowMs + delayMs, action });
    },
    close() {
      waiting = [];
    },
    async pass(durationMs) {
      const endMs = nowMs + durationMs;
      for (;;) {
        const [next] = waiting.filter(({ atMs }) => atMs <= endMs).sort((one, other) => one.atMs - other.atMs);
        if (next === undefined) break;
        waiting = waiting.filter((each) => each !== next);
        nowMs = Math.max(nowMs, next.atMs);
        next.action();
        // Whoever waits for an answer goes on, and may ask for more to happen.
        for (let turns = 0; turns < 10; turns += 1) await Promise.resolve();
      }
      nowMs = endMs;
    },
  };
}
