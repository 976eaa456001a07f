/** Ends every wait: by an answer, a failure, the time that is allowed, or the caller's signal. */
import type { EngineClock } from './engine-clock.ts';

export type Waited<T> =
  | { readonly status: 'answered'; readonly value: T }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'timeout' }
  | { readonly status: 'aborted' };

export interface Wait<T> {
  readonly clock: EngineClock;
  readonly timeoutMs: number;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  /** Is told to stop by the signal it is given, once nobody waits any more. */
  readonly work: (signal: AbortSignal) => Promise<T>;
  /** Hears of an answer that came when nobody waited any more. */
  readonly onLate?: (value: T) => void;
}

export function waitFor<T>(wait: Wait<T>): Promise<Waited<T>> {
  const { clock, timeoutMs, signal } = wait;
  if (signal?.aborted) return Promise.resolve({ status: 'aborted' });
  if (timeoutMs <= 0) return Promise.resolve({ status: 'timeout' });
  return new Promise((resolve) => {
    const controller = new AbortController();
    let isOver = false;
    const end = (outcome: Waited<T>) => {
      isOver = true;
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
      resolve(outcome);
    };
    const stop = (outcome: Waited<T>) => {
      end(outcome);
      controller.abort();
    };
    const onAbort = () => stop({ status: 'aborted' });
    const cancelTimer = clock.after(timeoutMs, () => stop({ status: 'timeout' }));
    signal?.addEventListener('abort', onAbort, { once: true });
    startWork(wait.work, controller.signal).then(
      (value) => (isOver ? wait.onLate?.(value) : end({ status: 'answered', value })),
      (error: unknown) => {
        if (!isOver) end({ status: 'failed', error });
      },
    );
  });
}

/** A port that throws instead of rejecting fails like any other. */
async function startWork<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  return work(signal);
}
