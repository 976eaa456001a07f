/** Ends every wait: by an answer, a failure, the time that is allowed, or the caller's signal. */

/** Calls back once, unless cancelled by the returned function. */
export interface Timers {
  after(delayMs: number, callback: () => void): () => void;
}

export type Waited<T> =
  | { readonly status: 'answered'; readonly value: T }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'timeout' }
  | { readonly status: 'aborted' };

export interface Wait<T> {
  readonly clock: Timers;
  readonly timeoutMs: number;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  readonly work: () => Promise<T>;
  /** Hears that nobody waits any more, so that the work can be stopped. */
  readonly onUnheard?: (() => void) | undefined;
  /** Hears of an answer that came when nobody waited any more. */
  readonly onLate?: ((value: T) => void) | undefined;
}

export function waitFor<T>(wait: Wait<T>): Promise<Waited<T>> {
  const { clock, timeoutMs, signal } = wait;
  if (signal?.aborted) return Promise.resolve({ status: 'aborted' });
  if (timeoutMs <= 0) return Promise.resolve({ status: 'timeout' });
  return new Promise((resolve) => {
    let isOver = false;
    const end = (outcome: Waited<T>) => {
      // Stryker disable next-line ConditionalExpression: a second lock behind a tested one: a promise resolves once
      if (isOver) return;
      isOver = true;
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
      resolve(outcome);
      // Whoever did not answer is told that nobody listens any more.
      if (outcome.status === 'timeout' || outcome.status === 'aborted') wait.onUnheard?.();
    };
    const onAbort = () => end({ status: 'aborted' });
    const cancelTimer = clock.after(timeoutMs, () => end({ status: 'timeout' }));
    // Stryker disable next-line ObjectLiteral,BooleanLiteral: a second lock behind a tested one: the listener is removed at the end
    signal?.addEventListener('abort', onAbort, { once: true });
    startWork(wait.work).then(
      (value) => (isOver ? wait.onLate?.(value) : end({ status: 'answered', value })),
      (error: unknown) => end({ status: 'failed', error }),
    );
  });
}

/** A port that throws instead of rejecting fails like any other. */
function startWork<T>(work: () => Promise<T>): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (error) {
    return Promise.reject(error);
  }
}
