import { type ContractRunner, registerCases } from '../runner.ts';
import { optionalCases, VENDOR_WORD_CASES } from './adapter-cases.ts';
import type { SenderCase, SmsSenderContractOptions } from './arranged-sender.ts';
import { CONNECTION_CASES } from './connection-cases.ts';
import { MESSAGE_CASES } from './message-cases.ts';
import { SEND_CASES } from './send-cases.ts';
import { TIME_CASES } from './time-cases.ts';

/**
 * Registers the tests that every `SmsSender` has to pass: one call is at most one message, ends with an
 * outcome that is true, and tells nothing it should not.
 *
 * @example
 * smsSenderContract({ describe, it }, { name: 'my sender', arrange: (scenario, word) => startVendor(scenario, word) });
 */
export function smsSenderContract(runner: ContractRunner, options: SmsSenderContractOptions): void {
  const name = `${options.name ?? 'SmsSender'} keeps the contract`;
  const cases: readonly SenderCase[] = [
    ...SEND_CASES,
    ...TIME_CASES,
    ...CONNECTION_CASES,
    ...VENDOR_WORD_CASES,
    ...MESSAGE_CASES,
    ...optionalCases(options),
  ];
  registerCases<SmsSenderContractOptions>(runner, name, cases, (use) => use(options));
}
