/** A store whose calls arrive and answer late, in an order of chance: what a network does to many at once. */
import type { CodeStore } from '@countersign/otp-core/spec';

/** The same seed, the same chances. */
export function createInterleavedStore(store: CodeStore, seed: number): CodeStore {
  let state = seed;
  const chance = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % below;
  };

  async function late<Outcome>(ask: () => Promise<Outcome>): Promise<Outcome> {
    await turns(chance(4));
    const outcome = await ask();
    await turns(chance(4));
    return outcome;
  }

  return {
    specificationVersion: 'v1',
    storeId: store.storeId,
    issue: (input) => late(() => store.issue(input)),
    redeem: (input) => late(() => store.redeem(input)),
    settle: (input) => late(() => store.settle(input)),
    discard: (input) => late(() => store.discard(input)),
    unlock: (input) => late(() => store.unlock(input)),
  };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
