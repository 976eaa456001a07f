/** Counts what passed and what failed, and says each step's beginning and end. */
import { describeError } from './problem.mjs';
import { since } from './progress.mjs';

/**
 * @typedef {object} Tally
 * @property {(passed: number, failed: number) => void} add
 * @property {(name: string, about: string, work: () => Promise<string | null>) => Promise<boolean>} step
 *   runs a step that counts as one; the work answers with the output of a failure or with `null`
 * @property {() => number} failed
 * @property {() => string} summary the last line of a run
 */

/** @returns {Tally} */
export function createTally() {
  let passed = 0;
  let failed = 0;
  return {
    add(morePassed, moreFailed) {
      passed += morePassed;
      failed += moreFailed;
    },
    async step(name, about, work) {
      console.log(`${name}: ${about}`);
      const startedMs = Date.now();
      const failure = await work().catch(describeError);
      if (failure !== null) console.log(failure.trimEnd());
      console.log(`${name}: ${failure === null ? 'passed' : 'FAILED'} (${since(startedMs)})`);
      if (failure === null) passed += 1;
      else failed += 1;
      return failure === null;
    },
    failed: () => failed,
    summary: () => `${passed} passed, ${failed} failed`,
  };
}
