/** Builds failures in our own words: what Sinch writes may quote the number, the text or the code. */
import {
  categoryOfHttpStatus,
  createProviderFailure,
  dependenceOfUnknownCode,
  isAboutRecipient,
  parseRetryAfter,
} from '@countersign/otp-core/adapter';
import type { ProviderFailure, ProviderFailureCategory } from '@countersign/otp-core/spec';
import type { BrokenExchange, SinchAnswer } from './exchange-with-sinch.ts';
import { memberOf, parseJsonObject } from './read-json.ts';
import { type Confidential, isFitToShow } from './shown-token.ts';
import { dependsOnRecipient, type ErrorTable } from './sinch-errors.ts';

/** One API: who answers, where its errors say their code, what a code looks like, what it means, and what it may not repeat. */
export interface ErrorDialect {
  readonly providerId: string;
  readonly codeMember: 'errorCode' | 'code';
  /** Nothing else is shown: an answer may hold anything where a code should stand. */
  readonly codeShape: RegExp;
  readonly table: ErrorTable;
  readonly confidential: Confidential;
}

const MESSAGES: Readonly<Record<ProviderFailureCategory, string>> = {
  'invalid-recipient': 'Sinch takes this for no number it can reach by text message.',
  'unreachable-recipient': 'Sinch could not reach the number.',
  'opted-out': 'The number has opted out.',
  'blocked-destination': 'Sinch or the account does not send to this number.',
  authentication: 'Sinch does not accept the credentials, or the time or the strength of the signature.',
  configuration: 'Sinch does not accept the request as the account is set up.',
  'account-suspended': 'Sinch has blocked the account.',
  'insufficient-funds': 'The Sinch account has not enough credit.',
  'content-rejected': 'The message was rejected for what it holds.',
  'fraud-blocked': 'Sinch takes the request for fraud.',
  'rate-limited': 'Sinch takes no more such requests for now.',
  unavailable: 'Sinch is not available.',
  timeout: 'Sinch did not answer in time.',
  unknown: 'Sinch gave no reason that is known.',
};

export function messageOf(category: ProviderFailureCategory): string {
  return MESSAGES[category];
}

/** The failure an HTTP answer speaks of. */
export function failureOfAnswer({ statusCode, body, retryAfter }: SinchAnswer, dialect: ErrorDialect): ProviderFailure {
  const code = readErrorCode(body, dialect);
  const retryAfterMs = parseRetryAfter(retryAfter, Date.now());
  const known = code === null ? undefined : dialect.table.get(code);
  const category = known ?? categoryOfHttpStatus(statusCode);
  return createProviderFailure({
    category: isRedirect(statusCode) ? 'configuration' : category,
    providerId: dialect.providerId,
    ...shownCode(code, dialect),
    statusCode,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(code !== null && known === undefined ? dependenceOfUnknownCode(statusCode) : {}),
    ...dependenceOf(code, category, isRefusal(statusCode) ? 'certain' : 'uncertain'),
    message: isRedirect(statusCode) ? 'Sinch redirects, which is not followed.' : messageOf(category),
  });
}

/** Of the uncertain outcomes, a router counts all that are not said to be the number's. */
export function dependenceOf(
  word: string | null,
  category: ProviderFailureCategory,
  effect: 'certain' | 'uncertain',
): Pick<ProviderFailure, 'dependsOn'> {
  const isOfNumber =
    (word !== null && dependsOnRecipient(word)) || (effect === 'uncertain' && isAboutRecipient(category));
  return isOfNumber ? { dependsOn: 'recipient' } : {};
}

/** A code of five digits can be the very code that was offered; what it means still counts. */
function shownCode(code: string | null, { confidential }: ErrorDialect): { providerCode?: string } {
  return code === null || !isFitToShow(code, confidential) ? {} : { providerCode: code };
}

/** The vendor's code, which comes as a number or as a string; `null` where there is none. */
export function readErrorCode(body: string, { codeMember, codeShape }: ErrorDialect): string | null {
  const error = parseJsonObject(body);
  const code = error === null ? undefined : memberOf(error, codeMember);
  if (typeof code !== 'string' && typeof code !== 'number') return null;
  return codeShape.test(String(code)) ? String(code) : null;
}

/** True where Sinch has clearly said no: it did nothing of what was asked. A 408 or a 5xx may come from anywhere on the way. */
export function isRefusal(statusCode: number): boolean {
  return statusCode >= 300 && statusCode < 500 && statusCode !== 408;
}

export function isSuccess(statusCode: number): boolean {
  return statusCode >= 200 && statusCode < 300;
}

function isRedirect(statusCode: number): boolean {
  return statusCode >= 300 && statusCode < 400;
}

/** An answer of which nothing is certain. `by-recipient`: it may be for this number alone. */
export function unreadable(
  statusCode: number,
  providerId: string,
  what: string,
  cause: 'by-recipient' | 'unclear' = 'unclear',
): ProviderFailure {
  const about = cause === 'by-recipient' ? ({ dependsOn: 'recipient' } as const) : {};
  return createProviderFailure({ category: 'unknown', providerId, statusCode, ...about, message: what });
}

/** The failure of an exchange without a whole answer. */
export function failureOfBrokenExchange(exchange: BrokenExchange, dialect: ErrorDialect): ProviderFailure {
  const { code, head, mayHaveLeft } = exchange;
  // The status line of a refusal is enough: a body that is too long or too slow does not make it less of one.
  if (head !== null && isRefusal(head.statusCode)) return failureOfAnswer(head, dialect);
  const [category, what] = explain(exchange);
  return createProviderFailure({
    category,
    providerId: dialect.providerId,
    ...(code === null ? {} : { providerCode: code }),
    ...(head === null ? {} : { statusCode: head.statusCode }),
    message: `${what}; ${mayHaveLeft ? 'the request may have arrived' : 'nothing was sent'}.`,
  });
}

/** True where an exchange without a whole answer certainly sent nothing. */
export function isBrokenBeforeSending({ mayHaveLeft, head }: BrokenExchange): boolean {
  return !mayHaveLeft || (head !== null && isRefusal(head.statusCode));
}

function explain({ cause, explanation, mayHaveLeft, code }: BrokenExchange): [ProviderFailureCategory, string] {
  if (explanation !== null) return ['configuration', explanation];
  if (cause === 'timeout') return ['timeout', 'Sinch did not answer in time'];
  if (cause === 'aborted') return ['timeout', 'The caller stopped waiting for Sinch'];
  if (!mayHaveLeft && isTrustProblem(code)) return ['configuration', 'No trusted connection to Sinch was possible'];
  if (!mayHaveLeft) return ['unavailable', 'Sinch could not be reached'];
  if (code !== null && /^E[A-Z]+$/.test(code)) return ['unavailable', 'The connection to Sinch broke'];
  return ['unknown', "Sinch's answer could not be read"];
}

/** Certificates and protocols, which somebody has to put right; a host that is down comes back by itself. */
function isTrustProblem(code: string | null): boolean {
  return code !== null && /CERT|SIGNATURE|^ERR_(SSL|TLS)|^EPROTO$|^CRL_|^UNABLE_TO_/.test(code);
}
