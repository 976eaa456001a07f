/** Stores that are right one call at a time and wrong when calls meet: they read, wait, and write what they made of what they read. */
import type { CodeStore } from '@countersign/otp-core/spec';
import type { NumberHistory } from '../../code-store-model/number-history.ts';
import { createReferenceCodeStore } from '../../code-store-model/reference-code-store.ts';
import { type StoreOutcome, type StoreRequest, step } from '../../code-store-model/reference-step.ts';
import { type StoreProof, storeProof } from './varied-store.ts';

export const HASTY_STORES: readonly StoreProof[] = [
  storeProof('reads a challenge, compares, and deletes it after a wait', () => createHastyStore('redeem')),
  storeProof('compares before it has counted the try', createComparingStore),
  storeProof('looks at the limits, and counts the send after a wait', () => createHastyStore('issue')),
  storeProof('looks for an approval, and closes the challenge after a wait', () => createHastyStore('settle')),
];

/** One verb is three steps: read, decide, write. */
function createHastyStore(hastyVerb: StoreRequest['verb']): CodeStore {
  return createStoreOf(async (histories, request) => {
    const { subject, nowMs } = request.input;
    const next = step(histories.get(subject) ?? [], request, nowMs ?? Date.now());
    if (request.verb === hastyVerb) await othersRun();
    histories.set(subject, next.history);
    return next.outcomes[0];
  });
}

/** A right guess is consumed at once; a wrong one is counted when the answer is ready. */
function createComparingStore(): CodeStore {
  return createStoreOf(async (histories, request) => {
    const { subject, nowMs } = request.input;
    const next = step(histories.get(subject) ?? [], request, nowMs ?? Date.now());
    if (next.outcomes[0]?.status === 'mismatch') {
      const counted = next.history.slice(-1);
      await othersRun();
      histories.set(subject, [...(histories.get(subject) ?? []), ...counted]);
    } else {
      histories.set(subject, next.history);
    }
    return next.outcomes[0];
  });
}

function createStoreOf(
  answer: (histories: Map<string, NumberHistory>, request: StoreRequest) => Promise<StoreOutcome>,
): CodeStore {
  const histories = new Map<string, NumberHistory>();
  const take = async <Outcome>(request: StoreRequest) => (await answer(histories, request)) as Outcome;
  return {
    ...createReferenceCodeStore(),
    issue: (input) => take({ verb: 'issue', input }),
    redeem: (input) => take({ verb: 'redeem', input }),
    settle: (input) => take({ verb: 'settle', input }),
    discard: (input) => take({ verb: 'discard', input }),
    unlock: (input) => take({ verb: 'unlock', input }),
  };
}

function othersRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
