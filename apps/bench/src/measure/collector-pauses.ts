/** How long the collector stopped the program, and when: to tell its pauses from the program's own. */
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';

export interface Pause {
  /** On the scale of `performance.now()`. */
  readonly startMs: number;
  readonly durationMs: number;
}

export interface CollectorPauses {
  /** Stops watching; all pauses since the start, oldest first. */
  end(): Promise<readonly Pause[]>;
}

export function watchCollectorPauses(): CollectorPauses {
  const pauses: Pause[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) pauses.push({ startMs: entry.startTime, durationMs: entry.duration });
  });
  observer.observe({ entryTypes: ['gc'] });
  return {
    async end() {
      // Entries are handed over between turns of the event loop.
      await setImmediate();
      await setImmediate();
      observer.disconnect();
      return pauses.sort((left, right) => left.startMs - right.startMs);
    },
  };
}
