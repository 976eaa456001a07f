import type { CodeStore } from '@countersign/otp-core/spec';
import { type ContractCase, type ContractRunner, registerCases } from '../runner.ts';
import { CLOCK_CASES } from './clock-cases.ts';
import { DISCARD_CASES } from './discard-cases.ts';
import { FAILURE_LIMIT_CASES } from './failure-limit-cases.ts';
import { ISSUE_CASES } from './issue-cases.ts';
import { PROVIDER_MADE_CASES } from './provider-made-cases.ts';
import { REDEEM_CASES } from './redeem-cases.ts';
import { SEND_LIMIT_CASES } from './send-limit-cases.ts';
import { createStoreDriver, type StoreDriver } from './store-driver.ts';

/** Which store is to keep the contract. */
export interface CodeStoreContractOptions {
  /** Named in the tests. @defaultValue the store's `storeId` is not known yet, hence 'CodeStore' */
  readonly name?: string;
  /** Called for each test. Stores may share a server: every test uses names of its own. */
  createStore(): CodeStore | Promise<CodeStore>;
}

/**
 * Registers the tests that every `CodeStore` has to pass.
 *
 * @example
 * import { describe, it } from 'vitest'; // or jest's, or node:test's
 * codeStoreContract({ describe, it }, { name: 'my store', createStore: () => createMyStore() });
 */
export function codeStoreContract(runner: ContractRunner, options: CodeStoreContractOptions): void {
  registerCases<StoreDriver>(runner, `${options.name ?? 'CodeStore'} keeps the contract`, ALL_CASES, async (use) => {
    const store = await options.createStore();
    try {
      await use(createStoreDriver(store));
    } finally {
      await store.close?.();
    }
  });
}

const ALL_CASES: readonly ContractCase<StoreDriver>[] = [
  ...ISSUE_CASES,
  ...SEND_LIMIT_CASES,
  ...FAILURE_LIMIT_CASES,
  ...REDEEM_CASES,
  ...PROVIDER_MADE_CASES,
  ...DISCARD_CASES,
  ...CLOCK_CASES,
];
