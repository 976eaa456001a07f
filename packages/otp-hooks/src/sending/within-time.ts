/** Ends every wait: by an answer, a failure, or the time that is allowed. */
export type Waited<T> =
  | { readonly status: 'answered'; readonly value: T }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'timed-out' };

/** `onLate` hears of an answer that came when nobody waited any more. */
export function withinTime<T>(
  work: () => Promise<T>,
  timeoutMs: number,
  onLate: (value: T) => void = () => {},
): Promise<Waited<T>> {
  if (timeoutMs <= 0) return Promise.resolve({ status: 'timed-out' });
  return new Promise((resolve) => {
    let isOver = false;
    const end = (waited: Waited<T>) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      resolve(waited);
    };
    const timer = setTimeout(() => end({ status: 'timed-out' }), timeoutMs);
    startWork(work).then(
      (value) => (isOver ? onLate(value) : end({ status: 'answered', value })),
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
