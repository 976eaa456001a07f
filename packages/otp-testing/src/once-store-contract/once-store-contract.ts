import type { OnceStore } from '@countersign/otp-core/spec';
import { type ContractRunner, registerCases } from '../runner.ts';
import { ONCE_CASES } from './once-cases.ts';
import { createOnceDriver, type OnceDriver } from './once-driver.ts';

/** Which store is to keep the contract. */
export interface OnceStoreContractOptions {
  /** Named in the tests. @defaultValue 'OnceStore' */
  readonly name?: string;
  /** Called for each test. Stores may share a server: every test uses keys of its own. */
  createOnceStore(): OnceStore | Promise<OnceStore>;
}

/**
 * Registers the tests that every `OnceStore` has to pass. A broken promise is an `AssertionError` that says which.
 *
 * @example
 * import { describe, it } from 'vitest'; // or jest's, or node:test's
 * onceStoreContract({ describe, it }, { name: 'my store', createOnceStore: () => createMyOnceStore() });
 */
export function onceStoreContract(runner: ContractRunner, options: OnceStoreContractOptions): void {
  const name = `${options.name ?? 'OnceStore'} keeps the contract`;
  registerCases<OnceDriver>(runner, name, ONCE_CASES, async (use) => {
    const store = await options.createOnceStore();
    try {
      await use(createOnceDriver(store));
    } finally {
      await store.close?.();
    }
  });
}
