import { AssertionError } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { CodeStore } from '@countersign/otp-core/spec';
import fc from 'fast-check';
import type { ContractRunner } from '../runner.ts';
import { playScenario } from './play-scenario.ts';
import { RANDOM_SCENARIO } from './random-commands.ts';

/** Which store is to agree with the reference. */
export interface CodeStoreModelContractOptions {
  /** Named in the test. @defaultValue 'CodeStore' */
  readonly name?: string;
  /** Called once. Stores may share a server: every sequence uses names of its own. */
  createStore(): CodeStore | Promise<CodeStore>;
  /** How many random sequences of up to 60 calls are played. @defaultValue 100 */
  readonly runs?: number;
  /** Where the random sequences begin; the same seed plays the same sequences. @defaultValue 1 */
  readonly seed?: number;
}

/**
 * Registers a test that plays random sequences of calls, on manual time, to a store and to a reference that derives
 * every answer from the whole history of a number. All outcomes have to be the same.
 *
 * A difference is an `AssertionError` whose message is the shortest script found that shows it, call by call.
 *
 * @example
 * codeStoreModelContract({ describe, it }, { name: 'my store', createStore: () => createMyStore(), runs: 500 });
 */
export function codeStoreModelContract(runner: ContractRunner, options: CodeStoreModelContractOptions): void {
  const { name = 'CodeStore', runs = 100, seed = 1 } = options;
  runner.describe(`${name} agrees with the reference`, () => {
    runner.it(`in ${runs} random sequences of calls`, async () => {
      const store = await options.createStore();
      try {
        await compare(store, runs, seed);
      } finally {
        await store.close?.();
      }
    });
  });
}

async function compare(store: CodeStore, runs: number, seed: number): Promise<void> {
  const play = fc.asyncProperty(RANDOM_SCENARIO, (scenario) => playScenario(store, scenario, `${randomUUID()}:`));
  const { failed, numRuns, numShrinks, errorInstance } = await fc.check(play, { numRuns: runs, seed });
  if (!failed) return;
  // The script, not the random values it came from: it is what a reader can follow.
  const script = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  const found = `sequence ${numRuns} of seed ${seed}, shortened ${numShrinks} times`;
  throw new AssertionError({ message: `The store differs from the reference (${found}):\n${script}` });
}
