import type { CodeStore } from '@countersign/otp-core/spec';
import type { StoreOutcome, StoreRequest } from '../code-store-model/reference-step.ts';
import type { StoreEvent } from './store-event.ts';

/** Whose calls are recorded, and who hears of them. */
export interface RecordCodeStoreOptions {
  /** Names the process in histories. No two processes of a run may share a name, a restarted one least of all. */
  readonly process: string;
  /**
   * Hears of each event at once, of a call's invocation before the call is made: what a worker that is to be killed
   * has to write down.
   * @defaultValue nobody
   */
  readonly onEvent?: (event: StoreEvent) => void;
}

/** A store that passes every call on and notes when it was made and what became of it. */
export interface RecordedCodeStore extends CodeStore {
  /** All events so far, oldest first. */
  readonly history: readonly StoreEvent[];
}

/**
 * Records the calls of a store, for `checkHistories`.
 *
 * Times are `process.hrtime`: on Linux that is CLOCK_MONOTONIC, on macOS and Windows their like, one clock for all
 * processes of a machine. Histories of several machines (or Linux time namespaces) cannot be compared.
 *
 * @example
 * const store = recordCodeStore(createMemoryCodeStore(), { process: 'worker-1' });
 * // … calls, many at a time
 * const verdict = checkHistories([store.history]);
 */
export function recordCodeStore(store: CodeStore, options: RecordCodeStoreOptions): RecordedCodeStore {
  const { process: name, onEvent } = options;
  const history: StoreEvent[] = [];
  let calls = 0;

  function note(event: StoreEvent): void {
    history.push(event);
    onEvent?.(event);
  }

  async function record<Outcome extends StoreOutcome>(
    request: StoreRequest,
    ask: () => Promise<Outcome>,
  ): Promise<Outcome> {
    calls += 1;
    const call = { process: name, call: calls };
    // The input as it was: a caller may reuse its object.
    note({ type: 'call-invoked', ...call, atNs: nowNs(), ...structuredClone(request) });
    let outcome: Outcome;
    try {
      outcome = await ask();
    } catch (error) {
      note({ type: 'call-failed', ...call, atNs: nowNs(), error: nameOf(error) });
      throw error;
    }
    const told = outcome === undefined ? {} : { outcome };
    note({ type: 'call-answered', ...call, atNs: nowNs(), ...told });
    return outcome;
  }

  return {
    specificationVersion: 'v1',
    storeId: store.storeId,
    history,
    issue: (input, options) => record({ verb: 'issue', input }, () => store.issue(input, options)),
    redeem: (input, options) => record({ verb: 'redeem', input }, () => store.redeem(input, options)),
    settle: (input, options) => record({ verb: 'settle', input }, () => store.settle(input, options)),
    discard: (input, options) =>
      record({ verb: 'discard', input }, async () => (await store.discard(input, options)) as undefined),
    unlock: (input, options) =>
      record({ verb: 'unlock', input }, async () => (await store.unlock(input, options)) as undefined),
    close: async () => store.close?.(),
  };
}

/** As a number, for JSON: exact for a hundred days of uptime, then off by two nanoseconds, and equal times overlap. */
function nowNs(): number {
  return Number(process.hrtime.bigint());
}

/** Never the message: it may hold what a driver knows. */
function nameOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^OTP_[A-Z_]{1,40}$/.test(code) ? code : 'an error that is no OtpError';
}
