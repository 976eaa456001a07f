import { type ContractCase, type ContractRunner, registerCases } from '../runner.ts';
import { optionalCases, VENDOR_WORD_CASES } from './adapter-cases.ts';
import type { VerificationProviderContractOptions } from './arranged-provider.ts';
import { CANCEL_CASES } from './cancel-cases.ts';
import { APPROVAL_NAMES_CASES, CHECK_CASES } from './check-cases.ts';
import { START_CASES } from './start-cases.ts';

/**
 * Registers the tests that every `VerificationProvider` has to pass: one call is at most one request, ends with
 * an outcome that is true, approves nothing but the right code of the number that was asked, and tells nothing it
 * should not. A provider that has a `cancel` ends a verification by it, with one request, and never rejects.
 *
 * A broken promise is an `AssertionError` that says which.
 *
 * @example
 * verificationProviderContract({ describe, it }, { name: 'my provider', arrange: (scenario, word) => startVendor(scenario, word) });
 */
export function verificationProviderContract(
  runner: ContractRunner,
  options: VerificationProviderContractOptions,
): void {
  const name = `${options.name ?? 'VerificationProvider'} keeps the contract`;
  const cases: readonly ContractCase<VerificationProviderContractOptions>[] = [
    ...START_CASES,
    ...CHECK_CASES,
    ...APPROVAL_NAMES_CASES[options.approvalNames ?? 'number'],
    ...CANCEL_CASES,
    ...VENDOR_WORD_CASES,
    ...optionalCases(options),
  ];
  registerCases<VerificationProviderContractOptions>(runner, name, cases, (use) => use(options));
}
