/** Turns what SNS said, or did not say, into a failure of ours: copied field by field, in our own words. */
import {
  categoryOfHttpStatus,
  createProviderFailure,
  dependenceOfUnknownCode,
  isAboutRecipient,
  parseRetryAfter,
} from '@countersign/otp-core/adapter';
import type { ProviderFailure, ProviderFailureCategory, ProviderFailureDependence } from '@countersign/otp-core/spec';
import { isTrustProblem } from './read-thrown.ts';
import type { BrokenAnswer, SnsAnswer, SnsDenial } from './sns-answer.ts';
import { SNS_ERROR_CODES } from './sns-error-codes.ts';

/** What was asked of SNS. A look-up sends nothing, so nothing about its end is uncertain. */
export interface FailureContext {
  readonly providerId: string;
  readonly asked: 'message' | 'look-up';
}

/** Whether SNS has certainly sent nothing. */
export type Failed =
  | { readonly status: 'refused'; readonly failure: ProviderFailure }
  | { readonly status: 'unknown'; readonly failure: ProviderFailure };

/** Anything but a whole answer that is a success. */
export function readFailure(answer: Exclude<SnsAnswer, { status: 'answered' }>, context: FailureContext): Failed {
  return answer.status === 'denied' ? readDenied(answer.denial, context) : readBroken(answer.break, context);
}

/** A success that is none, or that nobody can read. */
export function createUnreadable(statusCode: number, context: FailureContext, message: string): Failed {
  return failed('uncertain', context, { category: 'unknown', statusCode, message });
}

/** Refused by this package, or by what SNS answered to a look-up. */
export function createRefused(category: ProviderFailureCategory, context: FailureContext, message: string): Failed {
  return failed('nothing-sent', context, { category, message });
}

function readDenied({ statusCode, headers, code, blames }: SnsDenial, context: FailureContext): Failed {
  const meaning = SNS_ERROR_CODES.get(code ?? '') ?? null;
  const category = categoryOf({ code, blames }) ?? meaning?.category ?? categoryOfStatus(statusCode);
  const isRefusal = isRefusingStatus(statusCode) && meaning?.effect !== 'uncertain';
  const retryAfterMs = parseRetryAfter(headers['retry-after'], Date.now());
  const isOfNumber = meaning?.dependsOn !== undefined || (!isRefusal && isAboutRecipient(category));
  const isUnknown = code !== null && meaning === null;
  return failed(isRefusal ? 'nothing-sent' : 'uncertain', context, {
    category,
    ...(code === null ? {} : { providerCode: code }),
    statusCode,
    ...(isUnknown ? dependenceOfUnknownCode(statusCode) : isOfNumber ? ({ dependsOn: 'recipient' } as const) : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    message: isRedirect(statusCode) ? 'SNS redirects, which is never followed.' : MESSAGES[category],
  });
}

function categoryOf({ code, blames }: Pick<SnsDenial, 'code' | 'blames'>): ProviderFailureCategory | null {
  if (blames === null || !['InvalidParameter', 'ParameterValueInvalid'].includes(code ?? '')) return null;
  return blames === 'phone-number' ? 'invalid-recipient' : 'content-rejected';
}

function readBroken(broken: BrokenAnswer, context: FailureContext): Failed {
  const { statusCode, mayHaveLeft, code } = broken;
  const [category, what] = explain(broken);
  const where = mayHaveLeft && context.asked === 'message' ? 'the request may have arrived' : 'nothing was sent';
  return failed(mayHaveLeft ? 'uncertain' : 'nothing-sent', context, {
    category,
    ...(code === null ? {} : { providerCode: code }),
    ...(statusCode === null ? {} : { statusCode }),
    message: `${what}; ${where}.`,
  });
}

interface FailureFields {
  readonly category: ProviderFailureCategory;
  readonly dependsOn?: ProviderFailureDependence;
  readonly providerCode?: string;
  readonly statusCode?: number;
  readonly retryAfterMs?: number;
  readonly message: string;
}

function failed(effect: 'nothing-sent' | 'uncertain', context: FailureContext, fields: FailureFields): Failed {
  const status = effect === 'uncertain' && context.asked === 'message' ? 'unknown' : 'refused';
  return { status, failure: createProviderFailure({ ...fields, providerId: context.providerId }) };
}

function isRedirect(statusCode: number): boolean {
  return statusCode >= 300 && statusCode <= 399;
}

/** 408 is what a proxy says that has lost patience, and no word of SNS's; a 5xx may follow on a message that left. */
function isRefusingStatus(statusCode: number): boolean {
  return isRedirect(statusCode) || (statusCode >= 400 && statusCode <= 499 && statusCode !== 408);
}

function categoryOfStatus(statusCode: number): ProviderFailureCategory {
  return isRedirect(statusCode) ? 'configuration' : categoryOfHttpStatus(statusCode);
}

function explain(broken: BrokenAnswer): [ProviderFailureCategory, string] {
  const { mayHaveLeft, code } = broken;
  switch (broken.cause) {
    case 'timeout':
      return ['timeout', 'SNS did not answer in time'];
    case 'aborted':
      return ['timeout', 'The caller stopped waiting for SNS'];
    case 'not-loaded':
      return ['configuration', broken.explanation];
    case 'no-credentials':
      return ['authentication', 'AWS found no credentials in the environment, profile, container or instance'];
    case 'no-region':
      return ['configuration', 'AWS found no region: set region or AWS_REGION'];
    case 'failed':
      if (isTrustProblem(code) && !mayHaveLeft) return ['configuration', 'No trusted connection to SNS was possible'];
      if (!mayHaveLeft && code === null) return ['configuration', 'The SDK could not make the request'];
      if (!mayHaveLeft) return ['unavailable', 'SNS could not be reached'];
      if (code !== null && /^E[A-Z]+$/.test(code)) return ['unavailable', 'The connection to SNS broke'];
      return ['unknown', 'The answer of SNS could not be read'];
  }
}

/** What each category means at SNS; for receipts too. */
export const MESSAGES: Readonly<Record<ProviderFailureCategory, string>> = {
  'invalid-recipient': 'SNS takes the number for none that can be sent to.',
  'unreachable-recipient': 'The carrier cannot reach the recipient.',
  'opted-out': 'The recipient has told this account to stop.',
  'blocked-destination': 'The recipient or the destination is blocked.',
  authentication: 'AWS does not accept the credentials, or they may not do this.',
  configuration: 'SNS does not accept the sender, the settings or the request.',
  'account-suspended': 'The AWS account may not use the service.',
  'insufficient-funds': 'The spending limit of the account is reached.',
  'content-rejected': 'The text was rejected.',
  'fraud-blocked': 'AWS blocks this traffic as fraudulent.',
  'rate-limited': 'SNS limits the rate.',
  unavailable: 'SNS is not available.',
  timeout: 'SNS did not answer in time.',
  unknown: 'SNS gave no reason that is known.',
};
