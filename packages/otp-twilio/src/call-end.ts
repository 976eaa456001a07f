/** One end for all that a call does: loading the SDK, looking up the host, connecting, waiting, reading. */
export interface CallEnd {
  readonly signal: AbortSignal;
  /** Why it came; `null` while it has not. */
  cause(): 'timeout' | 'aborted' | null;
  dispose(): void;
}

/** A listener rather than `AbortSignal.any`, as it can be taken off again: a caller's signal may live as long as the process. */
export function createCallEnd(timeoutMs: number, signal: AbortSignal | null): CallEnd {
  const controller = new AbortController();
  let cause: 'timeout' | 'aborted' | null = null;
  const endBecause = (reason: 'timeout' | 'aborted') => () => {
    cause ??= reason;
    controller.abort();
  };
  const timer = setTimeout(endBecause('timeout'), timeoutMs);
  const onAbort = endBecause('aborted');
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    cause: () => cause,
    dispose(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}
