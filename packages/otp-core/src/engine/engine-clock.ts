import type { Clock } from '../spec/index.ts';

/** The engine's time. Stores keep their own unless a test's clock is given. */
export interface EngineClock {
  now(): number;
  /** What goes to stores as `nowMs`. */
  storeNow(): number | null;
  after(delayMs: number, callback: () => void): () => void;
}

export function createEngineClock(clock: Clock | undefined): EngineClock {
  if (clock === undefined) return { now: Date.now, storeNow: () => null, after: startTimer };
  const now = () => clock.now();
  return { now, storeNow: now, after: clock.after?.bind(clock) ?? startTimer };
}

/** Most waits are over before the event loop turns: only one that is not needs a timer, and a timer costs more. */
function startTimer(delayMs: number, callback: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const turn = setImmediate(() => {
    timer = setTimeout(callback, delayMs);
  });
  return () => {
    clearImmediate(turn);
    clearTimeout(timer);
  };
}
