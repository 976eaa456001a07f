/** Turns everything but success into a failure of ours: copied field by field, in our own words. */
import {
  type Confidential,
  categoryOfHttpStatus,
  createProviderFailure,
  dependenceOfUnknownCode,
  isAboutRecipient,
  isFitToShow,
  parseRetryAfter,
} from '@countersign/otp-core/adapter';
import type { ProviderFailure, ProviderFailureCategory } from '@countersign/otp-core/spec';
import { isRedirect, isRefusing, isTrustProblem } from './error-code.ts';
import type { BrokenRequest, NotAsked } from './exchange.ts';
import type { AnswerHead } from './watched-request.ts';

/** `refused`: certainly nothing was done. `unknown`: it may have been. */
export interface NotAccepted {
  readonly status: 'refused' | 'unknown';
  readonly failure: ProviderFailure;
}

/** Certainly nothing was done. */
export interface Refused extends NotAccepted {
  readonly status: 'refused';
}

/** A vendor in the words of an operator. */
export interface Vendor {
  /** As it stands in a sentence: `Twilio`, `the gateway`. */
  readonly name: string;
  /** Ends a sentence about a request of which nothing left. @defaultValue 'nothing was sent' */
  readonly nothingLeft?: string;
  /** Ends a sentence about one that may have left. @defaultValue 'the request may have arrived' */
  readonly mayHaveLeft?: string;
}

/** Who failed, and what must not be shown even if the vendor repeats it as a code. */
export interface FailureContext extends Confidential {
  readonly providerId: string;
  readonly vendor: Vendor;
}

/** What one of a vendor's codes means: a row of its table. */
export interface Meaning {
  readonly category: ProviderFailureCategory;
  /** Where it differs from what the category says by itself. */
  readonly retryable?: boolean;
  /** Where the number that was asked for can bring it about, though its category does not say so. */
  readonly dependsOn?: ProviderFailure['dependsOn'];
  /** Whatever the status beside it, it does not say that nothing was done. */
  readonly effect?: 'uncertain';
}

/** The number that was asked for may be the reason. */
export const BY_RECIPIENT = { dependsOn: 'recipient' } as const;

/** What a row may say beside its category: whether it may pass after all, and the two that `Meaning` explains. */
const TRAITS = {
  'may-pass': { retryable: true },
  stays: { retryable: false },
  'by-recipient': BY_RECIPIENT,
  uncertain: { effect: 'uncertain' },
} as const satisfies Readonly<Record<string, Partial<Meaning>>>;

/** Codes of a vendor's, and what they mean alike. */
export type ErrorRow = readonly [
  codes: string | number | ReadonlyArray<string | number>,
  category: ProviderFailureCategory,
  ...traits: ReadonlyArray<keyof typeof TRAITS>,
];

/**
 * What a vendor's codes mean. A map, as codes come from outside: `constructor` is in no map.
 *
 * @example
 * const ERRORS = errorTable([
 *   [[21211, 21614], 'invalid-recipient'],
 *   [30010, 'configuration', 'by-recipient'], // too dear for the limit of the account
 * ]);
 */
export function errorTable(rows: readonly ErrorRow[]): ReadonlyMap<string, Meaning> {
  return new Map(
    rows.flatMap(([codes, category, ...traits]) => {
      const meaning: Meaning = { category };
      for (const trait of traits) Object.assign(meaning, TRAITS[trait]);
      return [codes].flat().map((code): [string, Meaning] => [String(code), meaning]);
    }),
  );
}

/** Settled without the vendor, or by its clear word: nothing was done. */
export function refused(
  category: ProviderFailureCategory,
  message: string,
  { providerId }: Pick<FailureContext, 'providerId'>,
  about: Pick<ProviderFailure, 'dependsOn'> = {},
): Refused {
  return { status: 'refused', failure: createProviderFailure({ category, providerId, ...about, message }) };
}

/** A check is never refused: whatever was said, it was not about the code. */
export function asUnknown({ failure }: NotAccepted): { readonly status: 'unknown'; readonly failure: ProviderFailure } {
  return { status: 'unknown', failure };
}

/** A code of a vendor's, where it may be shown: one of a few digits can be the very code that was told or offered. */
export function shownCode(code: string | null, context: Confidential): string | undefined {
  return code !== null && isFitToShow(code, context) ? code : undefined;
}

/** A failure that a vendor names by a code: of an answer, or of a receipt. */
export interface CodedFailure {
  /** `null` where it gave none. */
  readonly code: string | null;
  /** `undefined` where no table knows the code. */
  readonly meaning: Meaning | undefined;
  /** The category where there is no meaning. */
  readonly otherwise: ProviderFailureCategory;
  readonly statusCode?: number;
  readonly retryAfterMs?: number | undefined;
}

/** What no table knows may be about the number. */
export function failureOfCode(coded: CodedFailure, context: FailureContext): ProviderFailure {
  const { code, meaning, otherwise, statusCode, retryAfterMs } = coded;
  const { providerId, vendor } = context;
  const category = meaning?.category ?? otherwise;
  const { retryable, dependsOn }: Partial<Meaning> =
    meaning ?? (code === null ? {} : dependenceOfUnknownCode(statusCode ?? 200));
  const message = `${atStart(WORDS[category].replace('{vendor}', vendor.name))}.`;
  const providerCode = shownCode(code, context);
  const about = { retryable, dependsOn, providerCode, statusCode, retryAfterMs };
  return createProviderFailure({ category, providerId, ...about, message });
}

/** Why a message that was accepted did not arrive. A receipt answers no call: nobody knows here what the message said. */
export function failureOfReceipt(
  { code, meaning }: Pick<CodedFailure, 'code' | 'meaning'>,
  vendor: Vendor,
  providerId: string,
): ProviderFailure {
  return failureOfCode({ code, meaning, otherwise: 'unknown' }, { providerId, vendor, asked: [], credentials: [] });
}

/** An answer that is no success, and the code that was read out of it. */
export function readRefusal(
  { statusCode, headers }: AnswerHead,
  said: Pick<CodedFailure, 'code' | 'meaning' | 'retryAfterMs'>,
  context: FailureContext,
): NotAccepted {
  const retryAfterMs = said.retryAfterMs ?? parseRetryAfter(headers['retry-after'], Date.now());
  if (isRedirect(statusCode)) {
    const failure = failureOfCode({ ...said, otherwise: 'configuration', statusCode, retryAfterMs }, context);
    return { status: 'refused', failure: { ...failure, message: 'The address redirects, which is never followed.' } };
  }
  const otherwise = categoryOfHttpStatus(statusCode);
  const failure = failureOfCode({ ...said, otherwise, statusCode, retryAfterMs }, context);
  if (isRefusing(statusCode) && said.meaning?.effect !== 'uncertain') return { status: 'refused', failure };
  return asUncertain(failure);
}

/** Of the unknown outcomes, a router counts all that are not said to be the number's. */
export function asUncertain(failure: ProviderFailure): NotAccepted {
  return { status: 'unknown', failure: isAboutRecipient(failure.category) ? { ...failure, ...BY_RECIPIENT } : failure };
}

/** No whole answer: refused only where nothing can have left. */
export function readBroken(broken: BrokenRequest | NotAsked, context: FailureContext): NotAccepted {
  const { providerId, vendor } = context;
  const nothingLeft = vendor.nothingLeft ?? 'nothing was sent';
  if (broken.cause === 'not-asked') {
    return refused(broken.category, `${broken.explanation}; ${nothingLeft}.`, context);
  }
  const { mayHaveLeft, statusCode } = broken;
  const [category, what] = explain(broken, vendor.name);
  const message = `${what}; ${mayHaveLeft ? (vendor.mayHaveLeft ?? 'the request may have arrived') : nothingLeft}.`;
  const about = { providerCode: shownCode(broken.code, context), statusCode: statusCode ?? undefined };
  const failure = createProviderFailure({ category, providerId, ...about, message });
  return { status: mayHaveLeft ? 'unknown' : 'refused', failure };
}

function explain({ cause, mayHaveLeft, code }: BrokenRequest, name: string): [ProviderFailureCategory, string] {
  switch (cause) {
    case 'timeout':
      return ['timeout', `${atStart(name)} did not answer in time`];
    case 'aborted':
      return ['timeout', `The caller stopped waiting for ${name}`];
    case 'failed':
      // Once something has left, the other side was trusted: what breaks then breaks like any connection.
      if (!mayHaveLeft && isTrustProblem(code))
        return ['configuration', `No trusted connection to ${name} was possible`];
      if (!mayHaveLeft) return ['unavailable', `${atStart(name)} could not be reached`];
      if (code !== null && (/^E[A-Z]+$/.test(code) || isTrustProblem(code)))
        return ['unavailable', `The connection to ${name} broke`];
      return ['unknown', `The answer of ${name} could not be read`];
  }
}

/** Ours: vendors' own texts repeat the number. */
const WORDS: Readonly<Record<ProviderFailureCategory, string>> = {
  'invalid-recipient': '{vendor} cannot send text messages to this number',
  'unreachable-recipient': '{vendor} or the carrier cannot reach this number',
  'opted-out': 'the recipient has unsubscribed from this sender',
  'blocked-destination': 'messages to this number or its country are not enabled, or blocked',
  authentication: '{vendor} does not accept the credentials, or they may not do this',
  configuration: 'the account, the sender or the request is not set up for this at {vendor}; the code says more',
  'account-suspended': 'the account at {vendor} is not active, or may not send',
  'insufficient-funds': 'the account at {vendor} is out of funds, or at a limit of spending',
  'content-rejected': 'the text was rejected or filtered',
  'fraud-blocked': '{vendor} blocked the message as fraudulent traffic',
  'rate-limited': 'a limit of the account, the sender, the number or the carrier is reached at {vendor}',
  unavailable: '{vendor} failed, or is not available',
  timeout: '{vendor} did not answer in time',
  unknown: '{vendor} gave no reason that is known here; the code says more',
};

function atStart(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
