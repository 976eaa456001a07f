/** Reads what Verify says, with distrust: an approval only where every word of it says so. */
import type { CheckOutcome, StartOutcome } from '@countersign/otp-core/spec';
import type { TwilioTrouble } from './call-twilio.ts';
import { isPhoneNumber, readFields } from './check-input.ts';
import { isSid } from './read-connection.ts';
import {
  aboutAnotherNumber,
  type FailureContext,
  failedAtOnce,
  failureOfCode,
  readTrouble,
  shownCode,
  unfitReference,
  unreadable,
} from './read-trouble.ts';
import { isFitToShow } from './shown-token.ts';

interface ReadingOptions extends FailureContext {
  readonly codeTtlMs: number;
}

export function readStart(verification: unknown, to: string, context: ReadingOptions): StartOutcome {
  const { providerId, codeTtlMs } = context;
  const fields = readFields(verification, ['sid', 'status', 'to', 'dateCreated', 'dateUpdated']);
  if (!isSid(fields.sid, 'VE') || typeof fields.status !== 'string') return unreadable(providerId, null);
  if (fields.status !== 'pending') return failedAtOnce(providerId);
  if (isPhoneNumber(fields.to) && fields.to !== to) return aboutAnotherNumber(providerId);
  if (!isFitToShow(fields.sid, context)) return unfitReference(providerId);
  return { status: 'accepted', reference: fields.sid, ...readTtl(fields, codeTtlMs) };
}

/**
 * A repeated code has been alive since the verification was made. Both times are Twilio's: the second is that of this
 * send, so that the difference owes nothing to our clock.
 */
function readTtl({ dateCreated, dateUpdated }: Readonly<Record<string, unknown>>, codeTtlMs: number) {
  if (!(dateCreated instanceof Date) || !(dateUpdated instanceof Date)) return {};
  const ttlMs = codeTtlMs - (dateUpdated.getTime() - dateCreated.getTime());
  return Number.isFinite(ttlMs) ? { ttlMs: Math.min(Math.max(ttlMs, 1), codeTtlMs) } : {};
}

export function readCheck(verificationCheck: unknown, providerId: string): CheckOutcome {
  const { status, valid, to } = readFields(verificationCheck, ['status', 'valid', 'to']);
  switch (status) {
    case 'approved':
      if (valid !== true) return asUnknown(unreadable(providerId, null));
      // A number it does not name cannot be told from the right one; Verify always names it.
      return typeof to === 'string' ? { status, phoneNumber: to } : asUnknown(unreadable(providerId, null));
    case 'pending':
      return valid === true ? asUnknown(unreadable(providerId, null)) : { status: 'mismatch' };
    case 'max_attempts_reached':
      return { status: 'exhausted' };
    case 'expired':
      return { status: 'expired' };
    case 'canceled':
    case 'deleted':
    case 'failed':
      return { status: 'not-found' };
    default:
      return asUnknown(unreadable(providerId, null));
  }
}

/**
 * A verification that is approved, cancelled, expired or spent is forgotten, and so is one of another service: all of
 * them are 404, with or without code. Five wrong codes are 60202.
 */
export function readCheckTrouble(trouble: TwilioTrouble, context: FailureContext): CheckOutcome {
  if (trouble.status === 'rejected') {
    const { statusCode, code } = trouble;
    if (statusCode === 404 && (code === null || code === '20404')) return { status: 'not-found' };
    if (code === '60202') return { status: 'exhausted' };
    // Of a start this code speaks of the number; of a check, whose number has had a message, of the rest.
    if (code === '60200') {
      const failure = failureOfCode(null, context, 'configuration', { statusCode });
      return { status: 'unknown', failure: { ...failure, ...shownCode(code, context) } };
    }
  }
  return asUnknown(readTrouble(trouble, context));
}

/** A check is never refused: whatever was said, it was not about the code. */
function asUnknown({
  failure,
}: {
  readonly failure: Extract<CheckOutcome, { status: 'unknown' }>['failure'];
}): CheckOutcome {
  return { status: 'unknown', failure };
}
