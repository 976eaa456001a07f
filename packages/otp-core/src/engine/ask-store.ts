/** Asks the store or the limiter. Where it cannot answer, the call is refused: nobody is waved through. */
import { isOptions } from '../adapter/options.ts';
import { OtpAbortedError, OtpStoreError } from '../errors/otp-error.ts';
import type { StoreFailed } from '../events/otp-event.ts';
import type { Call } from './call.ts';
import { waitFor } from './deadline.ts';
import type { EngineContext } from './engine-context.ts';

export interface StoreQuestion<T> {
  readonly operation: StoreFailed['operation'];
  readonly ask: () => Promise<T>;
  /** Left out for what must be done even when the caller has gone. */
  readonly call: Pick<Call, 'tenant' | 'endsAtMs' | 'signal'>;
}

/** @throws OtpStoreError, with words of our own: a store's error may hold keys or addresses; OtpAbortedError */
export async function askStore<T extends { readonly status: string }>(
  context: EngineContext,
  question: StoreQuestion<T>,
): Promise<T> {
  const outcome: unknown = await tellStore(context, question);
  if (!isOptions(outcome)) throw nonsense(question.operation);
  return outcome as unknown as T;
}

/** For what has no outcome but that it is done. */
export async function tellStore<T>(context: EngineContext, question: StoreQuestion<T>): Promise<T> {
  const { clock, deadlines } = context;
  const startedAtMs = clock.now();
  const waited = await waitFor({
    clock,
    timeoutMs: Math.min(deadlines.storeMs, question.call.endsAtMs - startedAtMs),
    signal: question.call.signal,
    work: question.ask,
  });
  switch (waited.status) {
    case 'answered':
      return waited.value;
    case 'aborted':
      throw new OtpAbortedError();
    case 'timeout':
      throw storeFailed(context, question, startedAtMs, unavailable('did not answer in time', question));
    case 'failed':
      throw storeFailed(context, question, startedAtMs, errorOf(waited.error, question));
  }
}

function errorOf(error: unknown, question: StoreQuestion<unknown>): OtpStoreError {
  if (!OtpStoreError.isInstance(error) || error.code !== 'OTP_STORE_FULL') {
    return unavailable(`failed${causeOf(error)}`, question);
  }
  return new OtpStoreError(error.code, `The store is full and refuses new entries (${question.operation}).`);
}

/** The name of the fault, `ECONNREFUSED` for example, is all an operator may be told: no digits, so no number. */
function causeOf(error: unknown): string {
  const code = isOptions(error) ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{2,40}$/.test(code) ? `: ${code}` : '';
}

function unavailable(what: string, { operation }: Pick<StoreQuestion<unknown>, 'operation'>): OtpStoreError {
  return new OtpStoreError('OTP_STORE_UNAVAILABLE', `The store ${what} (${operation}). Nothing was allowed.`);
}

function storeFailed(
  context: EngineContext,
  question: StoreQuestion<unknown>,
  startedAtMs: number,
  error: OtpStoreError,
): OtpStoreError {
  const atMs = context.clock.now();
  context.emit({
    type: 'store-failed',
    atMs,
    tenant: question.call.tenant,
    operation: question.operation,
    code: error.code,
    durationMs: atMs - startedAtMs,
  });
  return error;
}

/** A store that answers what no store may answer has not answered. */
export function nonsense(operation: StoreFailed['operation']): OtpStoreError {
  return unavailable('answered nonsense', { operation });
}
