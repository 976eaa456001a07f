/** The time that a request has. By a clock that nobody sets, so that no wait is longer or shorter for it. */

/** When a request has to be answered. */
export interface Deadline {
  /** Never negative. */
  remainingMs(): number;
}

export function createDeadline(allowedMs: number): Deadline {
  const endsAtMs = performance.now() + allowedMs;
  return { remainingMs: () => Math.max(0, endsAtMs - performance.now()) };
}

export function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}
