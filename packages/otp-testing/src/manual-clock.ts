import type { Clock } from '@countersign/otp-core/spec';

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  now(): number;
  after(delayMs: number, callback: () => void): () => void;
  /**
   * Lets time pass: callbacks that fall due run in their order, each at its own moment, and what they set off
   * gets its turn before the next.
   */
  advance(durationMs: number): Promise<void>;
}

/**
 * Creates a clock for `createOtpEngine({ clock })`. Its time reaches the store too, so a code expires when the test says so.
 *
 * @param startMs milliseconds since the epoch
 * @example
 * const clock = createManualClock();
 * await clock.advance(300_000);
 */
export function createManualClock(startMs: number = Date.UTC(2030, 0, 1)): ManualClock {
  let nowMs = startMs;
  const timers = new Set<{ readonly dueAtMs: number; readonly callback: () => void }>();

  function nextDue(untilMs: number) {
    const due = [...timers].filter((timer) => timer.dueAtMs <= untilMs);
    return due.sort((a, b) => a.dueAtMs - b.dueAtMs)[0];
  }

  return {
    now: () => nowMs,
    after(delayMs, callback) {
      const timer = { dueAtMs: nowMs + Math.max(0, delayMs), callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(durationMs) {
      const untilMs = nowMs + durationMs;
      await letOthersRun();
      for (let timer = nextDue(untilMs); timer !== undefined; timer = nextDue(untilMs)) {
        timers.delete(timer);
        nowMs = Math.max(nowMs, timer.dueAtMs);
        timer.callback();
        await letOthersRun();
      }
      nowMs = untilMs;
    },
  };
}

/** One turn of the event loop: all promises that can go on have gone on. */
function letOthersRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
