import { readStoreTimeout } from '@countersign/otp-core/adapter';
import type { CodeStore, StoreCall, StoreCallOptions } from '@countersign/otp-core/spec';
import type { NumberHistory } from './number-history.ts';
import { type Step, type StoreOutcome, type StoreRequest, step } from './reference-step.ts';

/**
 * The specification of a `CodeStore`, in code: it keeps every event of every number for ever and derives each answer
 * from all of them. To be read, and to be compared with; far too slow to be used.
 *
 * @example
 * const store = createReferenceCodeStore();
 */
export function createReferenceCodeStore(): CodeStore {
  return createStoreOfSteps(step);
}

/** @internal A store that answers by any such function; the suites are proven with ones that are wrong. */
export function createStoreOfSteps(stepOf: typeof step): CodeStore {
  const histories = new Map<string, NumberHistory>();

  function take<Outcome extends StoreOutcome>(
    call: StoreCall,
    request: StoreRequest,
    options: StoreCallOptions | undefined,
  ): Outcome {
    readStoreTimeout(options, 0);
    const history = histories.get(call.subject) ?? [];
    const next = stepOf(history, request, call.nowMs ?? Date.now());
    histories.set(call.subject, next.history);
    // The verb decides which outcomes there are.
    return (next as Step<Outcome>).outcomes[0] as Outcome;
  }

  return {
    specificationVersion: 'v1',
    storeId: 'reference',
    issue: async (input, options) => take(input, { verb: 'issue', input }, options),
    redeem: async (input, options) => take(input, { verb: 'redeem', input }, options),
    settle: async (input, options) => take(input, { verb: 'settle', input }, options),
    discard: async (input, options) => take<undefined>(input, { verb: 'discard', input }, options),
    unlock: async (input, options) => take<undefined>(input, { verb: 'unlock', input }, options),
  };
}
