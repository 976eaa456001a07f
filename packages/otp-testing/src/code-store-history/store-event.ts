import type { StoreOutcome, StoreRequest } from '../code-store-model/reference-step.ts';

/**
 * What happened to one call of a recorded store. Plain data: it survives `JSON.stringify`, so a worker may write each
 * event as a line. No number and no code is in it, as a store sees neither.
 */
export type StoreEvent =
  | ({ readonly type: 'call-invoked' } & CallMoment & StoreRequest)
  /** `outcome` is left out where the verb has none. */
  | ({ readonly type: 'call-answered'; readonly outcome?: StoreOutcome } & CallMoment)
  /** Nobody knows whether the store did it: it may still do it, once, at any later moment. */
  | ({ readonly type: 'call-failed'; readonly error: string } & CallMoment);

/** Which call of which process, and when. */
export interface CallMoment {
  readonly process: string;
  /** Counts the calls of this process. */
  readonly call: number;
  /** Nanoseconds of a monotonic clock that all processes of the machine share. */
  readonly atNs: number;
}
