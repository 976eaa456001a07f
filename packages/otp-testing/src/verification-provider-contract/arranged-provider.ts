/** A provider set up with a vendor that behaves, and what a case may see of both. */
import { strict as assert } from 'node:assert';
import { inspect } from 'node:util';
import {
  type CheckOutcome,
  PROVIDER_FAILURE_CATEGORIES,
  type ProviderFailure,
  type StartOutcome,
  type VerificationProvider,
} from '@countersign/otp-core/spec';
import type { AdapterLibrary } from '../adapter-rules/unloaded-library.ts';
import type { VendorFault } from '../adapter-rules/vendor-fault.ts';
import { NO_WORD, type VendorWord } from '../adapter-rules/vendor-words.ts';
import type { ContractCase } from '../runner.ts';

/** Which call meets which vendor. No other call is made, but for one check after a cancel that the vendor accepts. */
export type VerificationProviderScenario =
  | { readonly call: 'start'; readonly vendor: 'accepts' | VendorFault }
  | { readonly call: 'check'; readonly vendor: CheckingVendor | VendorFault }
  /** Asked for whether the provider has a `cancel` or not: only the provider tells. */
  | { readonly call: 'cancel'; readonly vendor: CancellingVendor | VendorFault };

/** How a vendor that serves a check judges. */
export type CheckingVendor =
  /** Approves the right code of `+14155550123` once; says no to any other, and to all of another number. */
  | 'decides'
  /** Approves the right code, and names a number that nobody asked about. */
  | 'approves-another-number'
  | 'has-expired'
  | 'is-exhausted'
  | 'knows-nothing';

/** How a vendor that serves a cancel takes it. */
export type CancellingVendor =
  /** Ends the verification, if it is the one that was begun: its code is approved no more, and without that it would be. */
  'accepts' | 'knows-nothing';

/** A provider, and what can be seen of it from the vendor's side. */
export interface ArrangedVerificationProvider {
  readonly provider: VerificationProvider;
  /** A verification of `+14155550123` that this vendor has begun. Only for scenarios of `check` and `cancel`. */
  readonly reference: string;
  /** Its code. Choose one that occurs nowhere else: it is looked for in all that comes out. */
  readonly rightCode: string;
  /** How many requests the vendor, or the address it redirects to, has been sent. */
  countRequests(): number;
  /** Everything a provider knows that nobody may see. */
  readonly credentials: readonly string[];
  dispose?(): Promise<void>;
}

/** Which provider is to keep the contract. */
export interface VerificationProviderContractOptions {
  /** Named in the tests. @defaultValue 'VerificationProvider' */
  readonly name?: string;
  /**
   * What the vendor's approval names. Where it names nothing, `phoneNumber` has to be `null` and
   * `approves-another-number` is not asked for, as nobody could tell.
   * @defaultValue 'number'
   */
  readonly approvalNames?: 'number' | 'nothing';
  /**
   * Sets up a vendor that behaves so, and a provider that talks to it and gives up within 2 seconds. Called for each test.
   * Where the vendor accepts a start, or refuses anything, `word` chooses its id or its code, anew for each request.
   */
  arrange(
    scenario: VerificationProviderScenario,
    word: VendorWord,
  ): ArrangedVerificationProvider | Promise<ArrangedVerificationProvider>;
  /** What the provider loads with its first call. Left out: it needs no library. */
  readonly library?: AdapterLibrary<ArrangedVerificationProvider>;
  /** Makes a provider whose vendor is at this base URL, or refuses to. Left out: nobody can choose the address. */
  createAt?(baseUrl: string): VerificationProvider;
}

export type ProviderCase = ContractCase<VerificationProviderContractOptions>;

/** The number that is asked about. */
export const TO = '+14155550123';

/** What is no telephone number. */
export const NO_NUMBERS: readonly unknown[] = [
  '',
  '14155550123',
  '+1 415',
  '+',
  '+٤٥٦٧٨٩٠',
  '__proto__',
  `+${'1'.repeat(5_000_000)}`,
  null,
  7,
  [],
  {},
];

/** Runs a case against one scenario and then looks for leaks in the outcomes it returns. */
export async function withProvider(
  options: VerificationProviderContractOptions,
  scenario: VerificationProviderScenario,
  use: (arranged: ArrangedVerificationProvider) => Promise<Outcome | readonly Outcome[]>,
  word: VendorWord = NO_WORD,
): Promise<void> {
  const arranged = await options.arrange(scenario, word);
  try {
    const { provider, reference, rightCode, credentials } = arranged;
    const countRequests = () => arranged.countRequests();
    const outcomes = await use({ provider, reference, rightCode, credentials, countRequests });
    assertNothingLeaks([outcomes].flat(), arranged);
  } finally {
    await arranged.dispose?.();
  }
}

type Outcome = StartOutcome | CheckOutcome;

/** An approval names its number: that one field is left out of what is searched. */
function assertNothingLeaks(outcomes: readonly Outcome[], arranged: ArrangedVerificationProvider): void {
  const shown = outcomes.map((outcome) => ('phoneNumber' in outcome ? { ...outcome, phoneNumber: 'told' } : outcome));
  const text = [...shown, arranged.provider]
    .map((each) => `${inspect(each, { depth: 10 })}\n${JSON.stringify(each)}`)
    .join('\n');
  assert.ok(!showsSecret(text, arranged), 'shows the number, the code or a credential');
}

export function showsSecret(text: string, { rightCode, credentials }: ArrangedVerificationProvider): boolean {
  return [TO.slice(1), rightCode, ...credentials].some((secret) => text.includes(secret));
}

export function assertFailure(failure: ProviderFailure, provider: VerificationProvider): void {
  assert.ok(PROVIDER_FAILURE_CATEGORIES.includes(failure.category), `unknown category ${failure.category}`);
  assert.equal(typeof failure.retryable, 'boolean');
  assert.equal(failure.providerId, provider.providerId);
  assert.ok(failure.message.length > 0);
}

/** Waits until the vendor has the request, so that an abort comes too late to prevent it. */
export async function untilRequested({ countRequests }: ArrangedVerificationProvider): Promise<void> {
  while (countRequests() === 0) await new Promise((resolve) => setImmediate(resolve));
}
