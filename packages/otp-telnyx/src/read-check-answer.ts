import type { CheckOutcome } from '@countersign/otp-core/spec';
import type { TelnyxAnswer } from './telnyx-answer.ts';
import { createUnreadable, type FailureContext, readBreak, readRefusal, readTelnyxError } from './telnyx-failure.ts';
import { fieldOf } from './vendor-fields.ts';

/** "Resource not found": no such verification, or none of this number that is still open. */
const NOT_FOUND = '10005';

/**
 * Reads the answer to a check. Telnyx says `rejected` of a wrong code, and may say so of an expired one: the two cannot
 * be told apart, which costs nothing, since the engine keeps the time itself.
 */
export function readCheckAnswer(asked: TelnyxAnswer, context: FailureContext): CheckOutcome {
  if (asked.status === 'broken') return unknown(readBreak(asked.break, context));
  const { answer } = asked;
  const { statusCode, body } = answer;
  if (statusCode < 200 || statusCode > 299) {
    // Only in Telnyx's own words: a 404 of a proxy or of a wrong base URL says nothing about a verification.
    const isNotFound = statusCode >= 400 && statusCode <= 499 && readTelnyxError(body).code === NOT_FOUND;
    return isNotFound ? { status: 'not-found' } : unknown(readRefusal(answer, context));
  }
  const verdict = fieldOf(body, 'data', 'response_code');
  if (verdict === 'rejected') return { status: 'mismatch' };
  const phoneNumber = fieldOf(body, 'data', 'phone_number');
  // An approval always names its number; one that does not is none of Telnyx's.
  if (verdict !== 'accepted' || typeof phoneNumber !== 'string' || !/^\+\d{1,15}$/.test(phoneNumber)) {
    return unknown(createUnreadable(answer, context, 'Telnyx answered with what is no verdict.'));
  }
  return { status: 'approved', phoneNumber };
}

function unknown({ failure }: ReturnType<typeof readRefusal>): CheckOutcome {
  return { status: 'unknown', failure };
}
