/** Reads what the Verification API answers: to a start, and to a report of a code. */
import { createProviderFailure } from '@countersign/otp-core/adapter';
import type { CheckOutcome, ProviderFailure, StartOutcome } from '@countersign/otp-core/spec';
import type { SinchAnswer } from './exchange-with-sinch.ts';
import { isSinchId } from './read-call.ts';
import { type JsonObject, memberOf, objectIn, parseJsonObject, stringIn } from './read-json.ts';
import { type Confidential, isFitToShow } from './shown-token.ts';
import { VERIFICATION_ERRORS, VERIFICATION_REASONS } from './sinch-errors.ts';
import {
  dependenceOf,
  type ErrorDialect,
  failureOfAnswer,
  isRefusal,
  isSuccess,
  messageOf,
  readErrorCode,
  unreadable,
} from './sinch-failure.ts';

export function verificationDialect(providerId: string, confidential: Confidential): ErrorDialect {
  return { providerId, codeMember: 'errorCode', codeShape: /^[1-9]\d{2,5}$/, table: VERIFICATION_ERRORS, confidential };
}

export function readStartAnswer(answer: SinchAnswer, to: string, dialect: ErrorDialect): StartOutcome {
  const { statusCode, body } = answer;
  const { providerId } = dialect;
  if (isRefusal(statusCode)) return { status: 'refused', failure: failureOfAnswer(answer, dialect) };
  if (!isSuccess(statusCode)) return { status: 'unknown', failure: failureOfAnswer(answer, dialect) };
  const verification = parseJsonObject(body);
  if (verification === null) return { status: 'unknown', failure: unreadable(statusCode, providerId, NO_ANSWER) };
  const status = stringIn(verification, 'status');
  if (status === 'DENIED') {
    return { status: 'refused', failure: failureOfReason(verification, 'certain', statusCode, dialect) };
  }
  if (status !== null && status !== 'PENDING') {
    return { status: 'unknown', failure: failureOfReason(verification, 'uncertain', statusCode, dialect) };
  }
  const reference = memberOf(verification, 'id');
  const number = readNumber(verification);
  if (!isSinchId(reference) || !isBySms(verification) || (number !== null && number !== to)) {
    const cause = isSinchId(reference) && isBySms(verification) ? 'by-recipient' : 'unclear';
    return { status: 'unknown', failure: unreadable(statusCode, providerId, OTHER_VERIFICATION, cause) };
  }
  // Without a reference nobody could check the code, so one that may not be shown is no use.
  if (!isFitToShow(reference, dialect.confidential)) {
    return { status: 'unknown', failure: unreadable(statusCode, providerId, UNFIT_REFERENCE) };
  }
  return { status: 'accepted', reference };
}

/** `reference`: the one that was asked about, `null` where the number was. */
export function readReportAnswer(answer: SinchAnswer, reference: string | null, dialect: ErrorDialect): CheckOutcome {
  const { statusCode, body } = answer;
  if (!isSuccess(statusCode)) return readRefusedReport(answer, dialect);
  const verification = parseJsonObject(body);
  if (verification === null) return unknown(unreadable(statusCode, dialect.providerId, NO_ANSWER));
  const id = stringIn(verification, 'id');
  if (!isBySms(verification) || (reference !== null && id !== null && id !== reference)) {
    return unknown(unreadable(statusCode, dialect.providerId, OTHER_VERIFICATION));
  }
  switch (stringIn(verification, 'status')) {
    case 'SUCCESSFUL':
      return { status: 'approved', phoneNumber: readNumber(verification) };
    // A wrong code is no error to Sinch, and does not end the verification.
    case 'FAIL':
      return readFail(verification);
    // A newer start for the same number took its place.
    case 'ABORTED':
      return { status: 'not-found' };
    default:
      return unknown(failureOfReason(verification, 'uncertain', statusCode, dialect));
  }
}

const NO_ANSWER = "Sinch's answer could not be read.";
const UNFIT_REFERENCE = 'Sinch names the verification by what must not be shown.';
const OTHER_VERIFICATION = 'Sinch answered about another verification than the one it was asked about.';

/** Reasons of a verification that had ended before the code came. */
const ENDED = ['Failed pending', 'SMS delivery failure', 'Network error or number unreachable'];

function readFail(verification: JsonObject): CheckOutcome {
  const reason = stringIn(verification, 'reason') ?? '';
  if (reason === 'Expired') return { status: 'expired' };
  return { status: ENDED.includes(reason) ? 'not-found' : 'mismatch' };
}

function readRefusedReport(answer: SinchAnswer, dialect: ErrorDialect): CheckOutcome {
  // Only Sinch's own words: a bare 404 comes from a wrong address just as well.
  switch (readErrorCode(answer.body, dialect)) {
    case '40400':
      return { status: 'not-found' };
    case '40003':
      return { status: 'mismatch' };
    default:
      return unknown(failureOfAnswer(answer, dialect));
  }
}

function unknown(failure: ProviderFailure): CheckOutcome {
  return { status: 'unknown', failure };
}

/** Sinch's reason stays beside our category. One that no table knows may be any text: letters alone hold no number and no code. */
const REASON = /^[A-Za-z][A-Za-z ]{1,63}$/;

function failureOfReason(
  verification: JsonObject,
  effect: 'certain' | 'uncertain',
  statusCode: number,
  { providerId }: ErrorDialect,
): ProviderFailure {
  const reason = stringIn(verification, 'reason') ?? '';
  const known = VERIFICATION_REASONS.get(reason);
  const category = known ?? 'unknown';
  return createProviderFailure({
    category,
    providerId,
    ...(REASON.test(reason) ? { providerCode: reason } : {}),
    statusCode,
    // A reason that no table knows may be about the number.
    ...(known === undefined ? { dependsOn: 'recipient' as const } : dependenceOf(reason, known, effect)),
    message: messageOf(category),
  });
}

function isBySms(verification: JsonObject): boolean {
  const method = memberOf(verification, 'method');
  return method === undefined || method === null || (typeof method === 'string' && method.toLowerCase() === 'sms');
}

/** `null` where the answer names no number. What is no number stays what it is, and equals none. */
function readNumber(verification: JsonObject): string | null {
  const identity = memberOf(verification, 'identity');
  if (identity === undefined || identity === null) return null;
  const endpoint = memberOf(objectIn(verification, 'identity') ?? {}, 'endpoint');
  if (typeof endpoint !== 'string') return 'unreadable';
  return /^\d{7,15}$/.test(endpoint) ? `+${endpoint}` : endpoint.slice(0, 64);
}
