import type { CodeStore } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import { BROKEN_STORE_LIMITS } from '../test-support/broken/broken-store-limits.ts';
import { BROKEN_STORES } from '../test-support/broken/broken-stores.ts';
import { findCatchingCase } from '../test-support/broken/proof.ts';
import { codeStoreModelContract } from './code-store-model-contract.ts';
import { createReferenceCodeStore } from './reference-code-store.ts';

describe('codeStoreModelContract', () => {
  it.each([...BROKEN_STORES, ...BROKEN_STORE_LIMITS])('finds a store that $name', async ({ name, createStore }) => {
    const runs = 600;
    expect(
      await findCatchingCase({
        name,
        register: (runner) => codeStoreModelContract(runner, { name, createStore, runs }),
      }),
    ).not.toBeNull();
  });

  it('tells the shortest script it found, call by call, and what differs', async () => {
    const accepting: CodeStore = { ...createReferenceCodeStore(), settle: async () => ({ status: 'accepted' }) };
    const failures: string[] = [];
    const tests: Promise<unknown>[] = [];
    codeStoreModelContract(
      {
        describe: (_name, define) => define(),
        it: (_name, run) => tests.push(run().catch((error: Error) => failures.push(error.message))),
      },
      { createStore: () => accepting },
    );
    await Promise.all(tests);
    expect(failures).toEqual([
      expect.stringMatching(
        /^The store differs from the reference \(sequence \d+ of seed 1, shortened \d+ times\):\nbudget {.*}\n1\. at \+0 s, number 0: issue purpose: "\w+" .* -> issued .*\n2\. at \+0 s, number 0: settle .*\n {5}store: {5}accepted\n {5}reference: not-found$/,
      ),
    ]);
  });
});
