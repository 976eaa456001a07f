import type { StartOutcome } from '@countersign/otp-core/spec';
import { isFitToShow } from './shown-token.ts';
import type { TelnyxAnswer } from './telnyx-answer.ts';
import { createUnreadable, type FailureContext, readBreak, readRefusal } from './telnyx-failure.ts';
import { fieldOf, readId } from './vendor-fields.ts';

/** Telnyx's own examples of a fresh verification say now the one, now the other. */
const STARTED: readonly unknown[] = ['pending', 'accepted'];

/** Reads the answer to a start: accepted only if it names a verification of the number that was asked. */
export function readStartAnswer(asked: TelnyxAnswer, to: string, context: FailureContext): StartOutcome {
  if (asked.status === 'broken') return readBreak(asked.break, context);
  const { answer } = asked;
  if (answer.statusCode < 200 || answer.statusCode > 299) return readRefusal(answer, context);
  const data = fieldOf(answer.body, 'data');
  const reference = readId(fieldOf(data, 'id'));
  if (reference === null) return createUnreadable(answer, context, 'Telnyx answered with what is no verification.');
  if (fieldOf(data, 'phone_number') !== to) {
    return createUnreadable(
      answer,
      context,
      'Telnyx names another number than the one that was asked.',
      'by-recipient',
    );
  }
  if (!STARTED.includes(fieldOf(data, 'status'))) {
    return createUnreadable(answer, context, 'Telnyx began the verification and then failed it.', 'by-recipient');
  }
  // Without a reference nobody could check the code, so one that may not be shown is no use.
  if (!isFitToShow(reference, context)) {
    return createUnreadable(answer, context, 'Telnyx names the verification by what must not be shown.');
  }
  const seconds = fieldOf(data, 'timeout_secs');
  const isLife = Number.isInteger(seconds) && Number(seconds) >= 1 && Number(seconds) <= MAX_LIFE_SECONDS;
  return { status: 'accepted', reference, ...(isLife ? { ttlMs: Number(seconds) * 1000 } : {}) };
}

/** A day; a profile may say more, but no one-time password lives so long. */
const MAX_LIFE_SECONDS = 86_400;
