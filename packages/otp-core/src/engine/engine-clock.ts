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

function startTimer(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}
