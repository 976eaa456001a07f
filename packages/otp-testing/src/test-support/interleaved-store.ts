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
    issue: (input, options) => late(() => store.issue(input, options)),
    redeem: (input, options) => late(() => store.redeem(input, options)),
    settle: (input, options) => late(() => store.settle(input, options)),
    discard: (input, options) => late(() => store.discard(input, options)),
    unlock: (input, options) => late(() => store.unlock(input, options)),
  };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
