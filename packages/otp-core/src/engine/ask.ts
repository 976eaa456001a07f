/**
 * Asks others, for as long as the call has time. Where the store or the limiter cannot answer, the call is refused:
 * nothing is allowed that could not be counted. All are told how long they have, which is a little less than they are
 * waited for; a provider is also told to stop once nobody waits any more.
 */
import { timeToTell } from '../adapter/call-options.ts';
import { isOptions } from '../adapter/options.ts';
import { type Waited, waitFor } from '../adapter/within-time.ts';
import { OtpAbortedError, OtpStoreError } from '../errors/otp-error.ts';
import type { StoreFailed } from '../events/otp-event.ts';
import type { CallOptions, StoreCallOptions } from '../spec/index.ts';
import type { Call } from './call.ts';
import type { EngineContext } from './engine-context.ts';

type StoreOperation = StoreFailed['operation'];

export interface StoreQuestion<T> {
  readonly operation: StoreOperation;
  readonly ask: (options: StoreCallOptions) => Promise<T>;
  /** Without a signal for what must be done even when the caller has gone. */
  readonly call: Pick<Call, 'tenant' | 'endsAtMs' | 'signal'>;
}

/**
 * What the store answered, which may be nonsense: `undefined` stands for it in the type.
 * @throws OtpStoreError, with words of our own: a store's error may hold keys or addresses; OtpAbortedError
 */
export async function askStore<T>(context: EngineContext, question: StoreQuestion<T>): Promise<T | undefined> {
  const { clock, deadlines } = context;
  const { call, operation } = question;
  const startedAtMs = clock.now();
  const timeoutMs = Math.min(deadlines.storeMs, call.endsAtMs - startedAtMs);
  const waited = await waitFor({
    clock,
    timeoutMs,
    signal: call.signal,
    work: () => question.ask({ timeoutMs: timeToTell(timeoutMs) }),
  });
  if (waited.status === 'answered') return waited.value;
  if (waited.status === 'aborted') throw new OtpAbortedError();
  const error =
    waited.status === 'timeout' ? unavailable('did not answer in time', operation) : errorOf(waited.error, operation);
  const atMs = clock.now();
  const durationMs = atMs - startedAtMs;
  context.emit?.({ type: 'store-failed', atMs, tenant: call.tenant, operation, code: error.code, durationMs });
  throw error;
}

function errorOf(error: unknown, operation: StoreOperation): OtpStoreError {
  return OtpStoreError.isInstance(error) && error.code === 'OTP_STORE_FULL'
    ? refusing(error.code, 'is full', operation)
    : unavailable(`failed${causeOf(error)}`, operation);
}

/** The name of the fault, `ECONNREFUSED` for example, is all an operator may be told: no digits, so no number. */
function causeOf(error: unknown): string {
  const { code, fault = code }: { code?: unknown; fault?: unknown } = isOptions(error) ? error : {};
  return typeof fault === 'string' && /^[A-Z_]{2,40}$/.test(fault) ? `: ${fault}` : '';
}

function unavailable(what: string, operation: StoreOperation): OtpStoreError {
  return refusing('OTP_STORE_UNAVAILABLE', what, operation);
}

function refusing(code: OtpStoreError['code'], what: string, operation: StoreOperation): OtpStoreError {
  return new OtpStoreError(code, `The store ${what} (${operation}). Nothing was allowed.`);
}

/** A store that answers what no store may answer has not answered. */
export function nonsense(operation: StoreOperation): OtpStoreError {
  return unavailable('answered nonsense', operation);
}

export function askProvider<T>(
  { clock, deadlines }: EngineContext,
  call: Call,
  ask: (options: CallOptions) => Promise<T>,
  onLate?: (answer: T) => void,
): Promise<Waited<T>> {
  const timeoutMs = Math.min(deadlines.providerMs, call.endsAtMs - clock.now());
  const options = new StoppableCall(timeToTell(timeoutMs));
  return waitFor({
    clock,
    timeoutMs,
    signal: call.signal,
    work: () => ask(options),
    onUnheard: () => options.stop(),
    onLate,
  });
}

/** Its signal is made when a provider reads it, before the call ends or after. */
class StoppableCall implements CallOptions {
  readonly timeoutMs: number;
  #controller: AbortController | undefined;
  #isStopped = false;

  constructor(timeoutMs: number) {
    this.timeoutMs = timeoutMs;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#isStopped) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  stop(): void {
    this.#isStopped = true;
    this.#controller?.abort();
  }
}
