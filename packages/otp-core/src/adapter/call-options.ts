/**
 * How long a call may take has one owner: whoever calls. It tells the time that is left, whoever is asked ends by then or
 * sooner, and the caller waits a little longer, so that it hears that word instead of making one up.
 */
import { OtpMisuseError } from '../errors/otp-error.ts';
import { isOptions } from './options.ts';

/**
 * How much longer a caller waits than it tells, in milliseconds. The engine and routes do: an adapter knows whether a
 * message had left when its time was over, and whoever merely stops waiting for it does not.
 */
export const CALL_GRACE_MS = 250;

/** What to tell whoever is asked, of the time that one waits: the grace less, or half where there is hardly more than that. */
export function timeToTell(waitMs: number): number {
  return Math.ceil(Math.max(waitMs - CALL_GRACE_MS, waitMs / 2));
}

/** What a call says of its end, each field read once. */
export type ReadCallOptions =
  /** `null`: it does not say. */
  | { readonly status: 'read'; readonly signal: AbortSignal | null; readonly timeoutMs: number | null }
  /** A caller that is not understood would wait for what it thinks has an end. `problem`: a sentence for an operator. */
  | { readonly status: 'nonsense'; readonly problem: string };

/** No timer is longer: one that is set beyond it ends at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Reads `CallOptions` and `StoreCallOptions` as if anybody had written them. Never throws.
 *
 * @example
 * readCallOptions({ timeoutMs: 3_000 }); // { status: 'read', signal: null, timeoutMs: 3000 }
 * readCallOptions({ timeoutMs: 'soon' }); // { status: 'nonsense', problem: 'timeoutMs must be …' }
 */
export function readCallOptions(options: unknown): ReadCallOptions {
  if (options === undefined || options === null) return { status: 'read', signal: null, timeoutMs: null };
  if (!isOptions(options)) return nonsense('The options of the call are no object.');
  try {
    const { signal, timeoutMs } = options;
    const stop = signal ?? null;
    if (stop !== null && !(stop instanceof AbortSignal)) return nonsense('The signal is not an AbortSignal.');
    const time = timeoutMs ?? null;
    if (time === null) return { status: 'read', signal: stop, timeoutMs: null };
    if (typeof time !== 'number' || !Number.isFinite(time) || time <= 0) {
      return nonsense('timeoutMs must be a number of milliseconds above 0.');
    }
    return { status: 'read', signal: stop, timeoutMs: Math.min(Math.ceil(time), LONGEST_TIMER_MS) };
  } catch {
    return nonsense('The options of the call cannot be read.');
  }
}

/**
 * How long a store may take for a call: the smaller of its own time and what is left of the caller's.
 *
 * @throws OtpMisuseError where the options of the call make no sense
 */
export function readStoreTimeout(options: unknown, ownTimeoutMs: number): number {
  const read = readCallOptions(options);
  if (read.status === 'nonsense') throw new OtpMisuseError(read.problem);
  return Math.min(ownTimeoutMs, read.timeoutMs ?? ownTimeoutMs);
}

function nonsense(problem: string): ReadCallOptions {
  return { status: 'nonsense', problem };
}
