/** One end for all that a call asks: its own time, or the caller's signal, whichever comes first. */
import type { CallOptions } from '@countersign/otp-core/spec';

export interface CallDeadline {
  /** Aborted at the end: whoever is still asked is told that nobody listens any more. */
  readonly signal: AbortSignal;
  /** `null` while there is time. */
  endedBy(): EndedBy | null;
}

export type EndedBy = 'deadline' | 'caller';

export type Asked<T> =
  | { readonly status: 'answered'; readonly value: T }
  | { readonly status: 'threw' }
  | { readonly status: 'ended'; readonly by: EndedBy };

/** @param deadlineMs `null`: only the caller ends the call */
export async function withinDeadline<T>(
  callerSignal: AbortSignal | undefined,
  deadlineMs: number | null,
  work: (deadline: CallDeadline) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  let ended: EndedBy | null = null;
  const end = (by: EndedBy) => {
    ended ??= by;
    stop.abort();
  };
  const onAbort = () => end('caller');
  if (callerSignal?.aborted) end('caller');
  callerSignal?.addEventListener('abort', onAbort, { once: true });
  const timer = deadlineMs === null ? undefined : setTimeout(() => end('deadline'), deadlineMs);
  try {
    return await work({ signal: stop.signal, endedBy: () => ended });
  } finally {
    clearTimeout(timer);
    callerSignal?.removeEventListener('abort', onAbort);
  }
}

/** Asks for as long as there is time. Never rejects: what is thrown may hold a number or a code, so it stays here. */
export function askWithin<T>(deadline: CallDeadline, ask: (options: CallOptions) => Promise<T>): Promise<Asked<T>> {
  const { signal } = deadline;
  return new Promise((resolve) => {
    const onEnd = () => resolve({ status: 'ended', by: deadline.endedBy() ?? 'caller' });
    if (signal.aborted) return onEnd();
    signal.addEventListener('abort', onEnd, { once: true });
    answerOf(ask, signal)
      .then(
        (value) => resolve({ status: 'answered', value }),
        () => resolve({ status: 'threw' }),
      )
      .finally(() => signal.removeEventListener('abort', onEnd));
  });
}

/** A port that throws instead of rejecting fails like any other. */
async function answerOf<T>(ask: (options: CallOptions) => Promise<T>, signal: AbortSignal): Promise<T> {
  return ask({ signal });
}
