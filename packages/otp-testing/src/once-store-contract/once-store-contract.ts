import type { OnceStore } from '@countersign/otp-core/spec';
import { type ContractRunner, registerCases } from '../runner.ts';
import { ONCE_CASES } from './once-cases.ts';
import { createOnceDriver, type OnceDriver } from './once-driver.ts';
import { SILENCE_CASES, TIME_CASES } from './time-cases.ts';

/** Which store is to keep the contract. */
export interface OnceStoreContractOptions {
  /** Named in the tests. @defaultValue 'OnceStore' */
  readonly name?: string;
  /** Called for each test. Stores may share a server: every test uses keys of its own. */
  createOnceStore(): OnceStore | Promise<OnceStore>;
  /** As that of `codeStoreContract`: its server never answers, and it gives up within 2 seconds. @defaultValue nothing is asked about silence */
  createSilentStore?(): OnceStore | Promise<OnceStore>;
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
  const cases = [...ONCE_CASES, ...TIME_CASES];
  registerCases<OnceDriver>(runner, name, cases, (use) => withStore(() => options.createOnceStore(), use));
  const createSilentStore = options.createSilentStore?.bind(options);
  if (createSilentStore === undefined) return;
  registerCases<OnceDriver>(runner, `${name} of a silent server`, SILENCE_CASES, (use) =>
    withStore(createSilentStore, use),
  );
}

async function withStore(
  createStore: () => OnceStore | Promise<OnceStore>,
  use: (driver: OnceDriver) => Promise<void>,
): Promise<void> {
  const store = await createStore();
  try {
    await use(createOnceDriver(store));
  } finally {
    await store.close?.();
  }
}
