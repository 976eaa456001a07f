/** Turns what Telnyx said, or did not say, into a failure of ours: copied field by field, in our own words. */
import {
  categoryOfHttpStatus,
  createProviderFailure,
  dependenceOfUnknownCode,
  isAboutRecipient,
  parseRetryAfter,
} from '@countersign/otp-core/adapter';
import type { ProviderFailure, ProviderFailureCategory, ProviderFailureDependence } from '@countersign/otp-core/spec';
import { isTrustProblem } from './read-thrown.ts';
import { type Confidential, isFitToShow } from './shown-token.ts';
import type { BrokenAnswer, WholeAnswer } from './telnyx-answer.ts';
import { TELNYX_ERROR_CODES } from './telnyx-error-codes.ts';
import { fieldOf } from './vendor-fields.ts';

/** Who failed, and what must not be shown even if Telnyx repeats it as a code. */
export interface FailureContext extends Confidential {
  readonly providerId: string;
}

/** Whether Telnyx has certainly done nothing. */
export type Failed =
  | { readonly status: 'refused'; readonly failure: ProviderFailure }
  | { readonly status: 'unknown'; readonly failure: ProviderFailure };

/** An answer whose status is no success. */
export function readRefusal(answer: WholeAnswer, context: FailureContext): Failed {
  const { statusCode, body } = answer;
  const error = readTelnyxError(body);
  const isRefused = isRefusingStatus(statusCode) && !UNCERTAIN_CODES.includes(error.code ?? '');
  return failedByError(isRefused ? 'refused' : 'unknown', error, answer, context);
}

/** A success that says inside that nothing was sent. `errors` are in its words. */
export function readFailedSuccess(answer: WholeAnswer, errors: unknown, context: FailureContext): Failed {
  return failedByError('refused', readTelnyxError({ errors }), answer, context);
}

function failedByError(
  status: 'refused' | 'unknown',
  error: TelnyxError,
  { statusCode, headers }: WholeAnswer,
  context: FailureContext,
): Failed {
  const category = error.category ?? categoryOfStatus(statusCode);
  return failed(status, context, {
    category,
    ...(error.retryable === undefined ? {} : { retryable: error.retryable }),
    ...shownCode(error.code, context),
    statusCode,
    ...retryAfter(headers),
    ...dependenceOf(error, status === 'unknown' ? category : null, statusCode),
    message: isRedirect(statusCode) ? 'Telnyx redirects, which is never followed.' : MESSAGES[category],
  });
}

/** Of the unknown outcomes, a router counts all that are not said to be the number's. */
function dependenceOf(
  { code, category, dependsOn }: TelnyxError,
  uncertain: ProviderFailureCategory | null,
  statusCode: number,
): Pick<ProviderFailure, 'dependsOn'> {
  if (code !== null && category === null) return dependenceOfUnknownCode(statusCode);
  if (uncertain !== null && isAboutRecipient(uncertain)) return { dependsOn: 'recipient' };
  return dependsOn === undefined ? {} : { dependsOn };
}

/** No whole answer: refused only if nothing can have left, or if the status line has said no already. */
export function readBreak(broken: BrokenAnswer, context: FailureContext): Failed {
  const { statusCode, headers, mayHaveLeft, code } = broken;
  if (statusCode !== null && isRefusingStatus(statusCode))
    return readRefusal({ statusCode, headers, body: null }, context);
  const [category, what] = explain(broken);
  const where = mayHaveLeft ? 'the request may have arrived' : 'nothing was sent';
  return failed(mayHaveLeft ? 'unknown' : 'refused', context, {
    category,
    ...(code === null ? {} : { providerCode: code }),
    ...(statusCode === null ? {} : { statusCode }),
    message: `${what}; ${where}.`,
  });
}

/** A success that is none, or that nobody can read. `by-recipient`: it may be for this number alone. */
export function createUnreadable(
  { statusCode }: WholeAnswer,
  context: FailureContext,
  message: string,
  cause: 'by-recipient' | 'unclear' = 'unclear',
): Failed {
  const about = cause === 'by-recipient' ? ({ dependsOn: 'recipient' } as const) : {};
  return failed('unknown', context, { category: 'unknown', statusCode, ...about, message });
}

/** Refused by this package, before anything was asked. */
export function createRefused(category: ProviderFailureCategory, context: FailureContext, message: string): Failed {
  return failed('refused', context, { category, message });
}

/** Why a message that Telnyx had accepted did not arrive. */
export function createDeliveryFailure(errors: unknown, providerId: string, fallbackCode: string): ProviderFailure {
  const error = readTelnyxError({ errors });
  const category = error.category ?? 'unknown';
  return createProviderFailure({
    category,
    ...(error.retryable === undefined ? {} : { retryable: error.retryable }),
    providerId,
    providerCode: error.code ?? fallbackCode,
    message: MESSAGES[category],
  });
}

interface FailureFields {
  readonly category: ProviderFailureCategory;
  readonly dependsOn?: ProviderFailureDependence;
  readonly retryable?: boolean;
  readonly providerCode?: string;
  readonly statusCode?: number;
  readonly retryAfterMs?: number;
  readonly message: string;
}

function failed(status: 'refused' | 'unknown', { providerId }: FailureContext, fields: FailureFields): Failed {
  return { status, failure: createProviderFailure({ ...fields, providerId }) };
}

/** "Unexpected error" and "request timeout": whatever the status beside them, they do not say that nothing was done. */
const UNCERTAIN_CODES: readonly string[] = ['10007', '10008'];

function isRedirect(statusCode: number): boolean {
  return statusCode >= 300 && statusCode <= 399;
}

/** 408 is what a proxy says that has lost patience, and no word of Telnyx's; a 5xx may follow on a message that left. */
function isRefusingStatus(statusCode: number): boolean {
  return isRedirect(statusCode) || (statusCode >= 400 && statusCode <= 499 && statusCode !== 408);
}

function categoryOfStatus(statusCode: number): ProviderFailureCategory {
  return isRedirect(statusCode) ? 'configuration' : categoryOfHttpStatus(statusCode);
}

interface TelnyxError {
  readonly code: string | null;
  readonly category: ProviderFailureCategory | null;
  readonly retryable?: boolean;
  readonly dependsOn?: ProviderFailureDependence;
}

/** The first of `errors`, which are strings such as `40310` in `{ errors: [{ code, title, source }] }`. */
export function readTelnyxError(body: unknown): TelnyxError {
  const code = fieldOf(body, 'errors', 0, 'code');
  if (typeof code !== 'string' || !/^[1-9]\d{3,5}$/.test(code)) return { code: null, category: null };
  const meaning = TELNYX_ERROR_CODES.get(code) ?? null;
  const parameter = parameterOf(body);
  const category = categoryOfParameter(code, parameter) ?? meaning?.category ?? null;
  // A source that names another parameter clears the number.
  const dependsOn = VALUE_CODES.includes(code) && parameter !== '' ? undefined : meaning?.dependsOn;
  return {
    code,
    category,
    ...(meaning?.retryable === undefined ? {} : { retryable: meaning.retryable }),
    ...(dependsOn === undefined ? {} : { dependsOn }),
  };
}

/** These codes say what is wrong with a value, and the source beside them says with whose. */
const NUMBER_CODES: readonly string[] = ['10001', '10002', '10016'];
const VALUE_CODES: readonly string[] = ['10004', '10015', '10027'];

function categoryOfParameter(code: string, parameter: string): ProviderFailureCategory | null {
  if (NUMBER_CODES.includes(code) && parameter === 'from') return 'configuration';
  if (VALUE_CODES.includes(code) && ['to', 'phone_number'].includes(parameter)) return 'invalid-recipient';
  return null;
}

function parameterOf(body: unknown): string {
  const source = fieldOf(body, 'errors', 0, 'source');
  const named = fieldOf(source, 'pointer') ?? fieldOf(source, 'parameter');
  return typeof named === 'string' && named.length <= 64 ? named.slice(named.lastIndexOf('/') + 1) : '';
}

/** A code of five digits can be the very code that was being told. */
function shownCode(code: string | null, context: FailureContext): { providerCode?: string } {
  return code === null || !isFitToShow(code, context) ? {} : { providerCode: code };
}

/** Telnyx documents `x-ratelimit-reset` once as seconds and once as a Unix time. */
const EARLIEST_UNIX_TIME = 1_000_000_000;

function retryAfter(headers: Headers | null): { retryAfterMs?: number } {
  const nowMs = Date.now();
  const reset = headers?.get('x-ratelimit-reset') ?? null;
  const isUnixTime = reset !== null && /^\d{10}$/.test(reset) && Number(reset) >= EARLIEST_UNIX_TIME;
  const seconds = isUnixTime ? String(Math.max(0, Number(reset) - Math.floor(nowMs / 1000))) : reset;
  const retryAfterMs = parseRetryAfter(headers?.get('retry-after'), nowMs) ?? parseRetryAfter(seconds, nowMs);
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}

function explain(broken: BrokenAnswer): [ProviderFailureCategory, string] {
  const { mayHaveLeft, code } = broken;
  switch (broken.cause) {
    case 'timeout':
      return ['timeout', 'Telnyx did not answer in time'];
    case 'aborted':
      return ['timeout', 'The caller stopped waiting for Telnyx'];
    case 'not-loaded':
      return ['configuration', broken.explanation];
    case 'failed':
      if (isTrustProblem(code) && !mayHaveLeft)
        return ['configuration', 'No trusted connection to Telnyx was possible'];
      if (!mayHaveLeft && code === null) return ['configuration', 'The SDK could not make the request'];
      if (!mayHaveLeft) return ['unavailable', 'Telnyx could not be reached'];
      if (code !== null && /^E[A-Z]+$/.test(code)) return ['unavailable', 'The connection to Telnyx broke'];
      return ['unknown', 'The answer of Telnyx could not be read'];
  }
}

const MESSAGES: Readonly<Record<ProviderFailureCategory, string>> = {
  'invalid-recipient': 'Telnyx takes the number for none that can be sent to.',
  'unreachable-recipient': 'Telnyx or the carrier cannot reach the recipient by text message.',
  'opted-out': 'The recipient has told this sender to stop.',
  'blocked-destination': 'The profile does not allow this destination.',
  authentication: 'Telnyx does not accept the API key.',
  configuration: 'Telnyx does not accept the sender, the profile or the request.',
  'account-suspended': 'The Telnyx account may not send.',
  'insufficient-funds': 'The Telnyx account has no funds left, or a spend limit was reached.',
  'content-rejected': 'The text was rejected.',
  'fraud-blocked': 'Telnyx blocks this traffic as inflated.',
  'rate-limited': 'Telnyx or the carrier limits the rate.',
  unavailable: 'Telnyx is not available.',
  timeout: 'Telnyx did not answer in time.',
  unknown: 'Telnyx gave no reason that is known.',
};
