/** How a vendor behaves towards the sender under test, and the one way in which a case uses a sender: nothing leaks. */
import { strict as assert } from 'node:assert';
import { inspect } from 'node:util';
import {
  PROVIDER_FAILURE_CATEGORIES,
  type ProviderFailure,
  type SendOutcome,
  type SmsMessage,
  type SmsSender,
} from '@countersign/otp-core/spec';
import type { AdapterLibrary } from '../adapter-rules/unloaded-library.ts';
import type { VendorFault } from '../adapter-rules/vendor-fault.ts';
import { NO_WORD, type VendorWord } from '../adapter-rules/vendor-words.ts';
import type { ContractCase } from '../runner.ts';

/** How the vendor behaves towards the sender under test. */
export type SmsSenderScenario = 'accepts' | VendorFault;

/** A sender, and what can be seen of it from the vendor's side. */
export interface ArrangedSender {
  readonly sender: SmsSender;
  /** How many requests the vendor, or the address it redirects to, has been sent. */
  countRequests(): number;
  /** Everything a sender knows that nobody may see. */
  readonly credentials: readonly string[];
  dispose?(): Promise<void>;
}

/** Which sender is to keep the contract. */
export interface SmsSenderContractOptions {
  /** Named in the tests. @defaultValue 'SmsSender' */
  readonly name?: string;
  /**
   * Sets up a vendor that behaves so, and a sender that talks to it and gives up within 2 seconds. Called for each test.
   * Where the vendor accepts or refuses, `word` chooses its id or its code, anew for each request.
   */
  arrange(scenario: SmsSenderScenario, word: VendorWord): ArrangedSender | Promise<ArrangedSender>;
  /** What the sender loads with its first call. Left out: it needs no library. */
  readonly library?: AdapterLibrary<ArrangedSender>;
  /** Makes a sender whose vendor is at this base URL, or refuses to. Left out: nobody can choose the address. */
  createAt?(baseUrl: string): SmsSender;
}

export type SenderCase = ContractCase<SmsSenderContractOptions>;

export const CODE = '042817';
export const MESSAGE = { to: '+14155550123', text: `Your code is ${CODE}.` };

/** With all that a sender may be told, in words that stand in no answer by chance. */
export const FULL_MESSAGE: Required<SmsMessage> = {
  ...MESSAGE,
  ttlMs: 300_000,
  code: '042817',
  locale: 'pt-BR',
  purpose: 'wire-transfer-9',
  appName: 'Zephyr Bank',
};

/** Runs a case against one scenario and then looks for leaks in all that came out. */
export async function withSender(
  options: SmsSenderContractOptions,
  scenario: SmsSenderScenario,
  use: (arranged: ArrangedSender) => Promise<unknown>,
  word: VendorWord = NO_WORD,
): Promise<void> {
  const arranged = await options.arrange(scenario, word);
  try {
    const { sender, credentials } = arranged;
    const shown = await use({ sender, credentials, countRequests: () => arranged.countRequests() });
    assertNothingLeaks([shown, arranged.sender], arranged.credentials);
  } finally {
    await arranged.dispose?.();
  }
}

function assertNothingLeaks(shown: readonly unknown[], credentials: readonly string[]): void {
  const text = shown.map((each) => `${inspect(each, { depth: 10 })}\n${JSON.stringify(each)}`).join('\n');
  for (const secret of [MESSAGE.to.slice(1), MESSAGE.text, CODE, ...credentials]) {
    assert.ok(!text.includes(secret), 'shows the number, the text, the code or a credential');
  }
  for (const told of [FULL_MESSAGE.locale, FULL_MESSAGE.purpose, FULL_MESSAGE.appName]) {
    assert.ok(!text.includes(told), 'shows the language, the purpose or the name of the app');
  }
}

function assertFailure(failure: ProviderFailure, sender: SmsSender): void {
  assert.ok(PROVIDER_FAILURE_CATEGORIES.includes(failure.category), `unknown category ${failure.category}`);
  assert.equal(typeof failure.retryable, 'boolean');
  assert.equal(failure.providerId, sender.providerId);
  assert.ok(failure.message.length > 0);
}

/** What the outcome of one send must be, and that it took exactly so many requests. */
export function sendsOnce(
  scenario: SmsSenderScenario,
  allowed: readonly SendOutcome['status'][],
  requests: number,
  check: (outcome: SendOutcome) => void = () => {},
): SenderCase['run'] {
  return async (options) => {
    await withSender(options, scenario, async (arranged) => {
      const outcome = await arranged.sender.send(MESSAGE);
      assert.ok(allowed.includes(outcome.status), `${scenario} ended as ${outcome.status}`);
      if (outcome.status !== 'accepted') assertFailure(outcome.failure, arranged.sender);
      check(outcome);
      assert.equal(arranged.countRequests(), requests, 'requests the vendor saw');
      return outcome;
    });
  };
}
