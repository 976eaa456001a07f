/** The memory store, watched: what is asked of it, or how often. */
import { createMemoryCodeStore } from '../../memory/index.ts';
import type { CodeStore } from '../../spec/index.ts';

export function spyingStore(seen: unknown[]): CodeStore {
  return wrapStore((name, input) => seen.push(name, input));
}

export function countingStore(calls: string[]): CodeStore {
  return wrapStore((name) => calls.push(name));
}

function wrapStore(onCall: (name: string, input: unknown) => void): CodeStore {
  const store = createMemoryCodeStore();
  return {
    ...store,
    issue: (input, options) => {
      onCall('issue', input);
      return store.issue(input, options);
    },
    redeem: (input, options) => {
      onCall('redeem', input);
      return store.redeem(input, options);
    },
    settle: (input, options) => {
      onCall('settle', input);
      return store.settle(input, options);
    },
    discard: (input, options) => {
      onCall('discard', input);
      return store.discard(input, options);
    },
  };
}
