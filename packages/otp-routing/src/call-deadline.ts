/** One end for all that a call asks: the route's time, what is left of the caller's, or its signal, whichever comes first. */
import { timeToTell } from '@countersign/otp-core/adapter';
import type { CallOptions } from '@countersign/otp-core/spec';

/** What a caller says of its end. `null`: it does not say. */
export interface CallEnd {
  readonly signal: AbortSignal | null;
  readonly timeoutMs: number | null;
}

export interface CallDeadline {
  /** Aborted at the end: whoever is still asked is told that nobody listens any more. */
  readonly signal: AbortSignal;
  /** `null` while there is time. */
  endedBy(): EndedBy | null;
  /** What to tell whoever is asked next, where so many may still be asked, that one included. `null`: the call has no end. */
  timeFor(among: number): number | null;
}

export type EndedBy = 'deadline' | 'caller';

export type Asked<T> =
  | { readonly status: 'answered'; readonly value: T }
  | { readonly status: 'threw' }
  | { readonly status: 'ended'; readonly by: EndedBy };

/** @param ownMs the route's; `null`: only the caller ends the call */
export async function withinDeadline<T>(
  { signal: callerSignal, timeoutMs }: CallEnd,
  ownMs: number | null,
  work: (deadline: CallDeadline) => Promise<T>,
): Promise<T> {
  const deadlineMs = timeoutMs === null || ownMs === null ? (timeoutMs ?? ownMs) : Math.min(timeoutMs, ownMs);
  const endsAtMs = deadlineMs === null ? null : performance.now() + deadlineMs;
  const timeFor = (among: number) => (endsAtMs === null ? null : shareOf(endsAtMs - performance.now(), among));
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
    return await work({ signal: stop.signal, endedBy: () => ended, timeFor });
  } finally {
    clearTimeout(timer);
    callerSignal?.removeEventListener('abort', onAbort);
  }
}

/** Vendors have taken so long and still sent. */
const LEAST_SHARE_MS = 2_000;

/**
 * Whoever never gets a connection has certainly sent nothing, and the next one stands in, but only if that is found out
 * while there is time for the next one. So each has its share, of which two at least fit into what is left.
 */
export function shareOf(leftMs: number, among: number): number {
  const share = Math.max(leftMs / among, Math.min(LEAST_SHARE_MS, leftMs / 2));
  return Math.max(1, among === 1 ? timeToTell(leftMs) : Math.floor(share));
}

/**
 * Asks for as long as there is time. Never rejects: what is thrown may hold a number or a code, so it stays here.
 * @param timeoutMs what to tell; `null`: nothing
 */
export function askWithin<T>(
  deadline: CallDeadline,
  timeoutMs: number | null,
  ask: (options: CallOptions) => Promise<T>,
): Promise<Asked<T>> {
  const { signal } = deadline;
  const options: CallOptions = timeoutMs === null ? { signal } : { signal, timeoutMs };
  return new Promise((resolve) => {
    const onEnd = () => resolve({ status: 'ended', by: deadline.endedBy() ?? 'caller' });
    if (signal.aborted) return onEnd();
    signal.addEventListener('abort', onEnd, { once: true });
    answerOf(ask, options)
      .then(
        (value) => resolve({ status: 'answered', value }),
        () => resolve({ status: 'threw' }),
      )
      .finally(() => signal.removeEventListener('abort', onEnd));
  });
}

/** A port that throws instead of rejecting fails like any other. */
async function answerOf<T>(ask: (options: CallOptions) => Promise<T>, options: CallOptions): Promise<T> {
  return ask(options);
}
