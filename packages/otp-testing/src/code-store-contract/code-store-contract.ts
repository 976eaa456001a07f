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
import { SILENCE_CASES, TIME_CASES } from './time-cases.ts';

/** Which store is to keep the contract. */
export interface CodeStoreContractOptions {
  /** Named in the tests. @defaultValue the store's `storeId` is not known yet, hence 'CodeStore' */
  readonly name?: string;
  /** Called for each test. Stores may share a server: every test uses names of its own. */
  createStore(): CodeStore | Promise<CodeStore>;
  /**
   * A store whose server takes connections and never answers, and that gives up within 2 seconds. Left out: the store has
   * no server, and nothing is asked about silence.
   */
  createSilentStore?(): CodeStore | Promise<CodeStore>;
}

/**
 * Registers the tests that every `CodeStore` has to pass.
 *
 * @example
 * import { describe, it } from 'vitest'; // or jest's, or node:test's
 * codeStoreContract({ describe, it }, { name: 'my store', createStore: () => createMyStore() });
 */
export function codeStoreContract(runner: ContractRunner, options: CodeStoreContractOptions): void {
  const name = `${options.name ?? 'CodeStore'} keeps the contract`;
  registerCases<StoreDriver>(runner, name, ALL_CASES, (use) => withStore(() => options.createStore(), use));
  const createSilentStore = options.createSilentStore?.bind(options);
  if (createSilentStore === undefined) return;
  registerCases<StoreDriver>(runner, `${name} of a silent server`, SILENCE_CASES, (use) =>
    withStore(createSilentStore, use),
  );
}

async function withStore(
  createStore: () => CodeStore | Promise<CodeStore>,
  use: (driver: StoreDriver) => Promise<void>,
): Promise<void> {
  const store = await createStore();
  try {
    await use(createStoreDriver(store));
  } finally {
    await store.close?.();
  }
}

const ALL_CASES: readonly ContractCase<StoreDriver>[] = [
  ...ISSUE_CASES,
  ...SEND_LIMIT_CASES,
  ...FAILURE_LIMIT_CASES,
  ...REDEEM_CASES,
  ...PROVIDER_MADE_CASES,
  ...DISCARD_CASES,
  ...CLOCK_CASES,
  ...TIME_CASES,
];
