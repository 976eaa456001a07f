/** Makes of a request, which is data, the call of a store. */
import type { CodeStore } from '@countersign/otp-core/spec';
import type { StoreOutcome, StoreRequest } from './reference-step.ts';

export async function askStore(store: CodeStore, request: StoreRequest): Promise<StoreOutcome> {
  switch (request.verb) {
    case 'issue':
      return store.issue(request.input);
    case 'redeem':
      return store.redeem(request.input);
    case 'settle':
      return store.settle(request.input);
    case 'discard':
      return (await store.discard(request.input)) as undefined;
    case 'unlock':
      return (await store.unlock(request.input)) as undefined;
  }
}
