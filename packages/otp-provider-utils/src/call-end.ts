import { readFields } from './fields.ts';

/** One end for everything that a call waits for: loading a library, names, connections, the last byte of the answer. */
export interface CallEnd {
  /** Aborted once the end has come. */
  readonly signal: AbortSignal;
  /** Why it has come; `null` while it has not. */
  cause(): 'timeout' | 'aborted' | null;
  /** Rejects once the end has come, whether or not the work takes notice of the signal. */
  race<Value>(work: PromiseLike<Value>): Promise<Value>;
  /** Lets go of the timer and of the caller's signal. */
  dispose(): void;
}

/**
 * Ends after a time or with the caller's signal, whichever comes first. A signal of `AbortSignal.timeout` ends it as a
 * time-out.
 *
 * @example
 * const end = createCallEnd(10_000, null);
 * try {
 *   const response = await end.race(fetch('https://vendor.example/certificate.pem', { signal: end.signal }));
 * } finally {
 *   end.dispose();
 * }
 */
export function createCallEnd(timeoutMs: number, signal: AbortSignal | null): CallEnd {
  const controller = new AbortController();
  let cause: 'timeout' | 'aborted' | null = null;
  const endBecause = (reason: 'timeout' | 'aborted') => {
    cause ??= reason;
    controller.abort();
  };
  const timer = setTimeout(endBecause, timeoutMs, 'timeout');
  const onAbort = () =>
    endBecause(readFields(signal?.reason, ['name']).name === 'TimeoutError' ? 'timeout' : 'aborted');
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  return {
    signal: controller.signal,
    cause: () => cause,
    race: (work) =>
      new Promise((resolve, reject) => {
        const onEnd = () => reject(new Error('The call has ended.'));
        if (controller.signal.aborted) onEnd();
        controller.signal.addEventListener('abort', onEnd, { once: true });
        work.then(resolve, reject);
      }),
    dispose() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}
