import type { SendOutcome } from '@countersign/otp-core/spec';
import { isFitToShow } from './shown-token.ts';
import type { WholeAnswer } from './telnyx-answer.ts';
import { createUnreadable, type FailureContext, readFailedSuccess } from './telnyx-failure.ts';
import { fieldOf, readId } from './vendor-fields.ts';

/** States in which a message is, or was, on its way. */
const TAKEN: readonly unknown[] = ['queued', 'scheduled', 'sending', 'sent', 'delivered', 'delivery_unconfirmed'];

/** Reads a 2xx: accepted only if it names a message for the number that was asked and does not say that it failed. */
export function readMessageAnswer(answer: WholeAnswer, to: string, context: FailureContext): SendOutcome {
  const data = fieldOf(answer.body, 'data');
  const messageId = readId(fieldOf(data, 'id'));
  const status = fieldOf(data, 'to', 0, 'status');
  if (messageId === null || typeof status !== 'string') {
    return createUnreadable(answer, context, 'Telnyx answered with what is no message.');
  }
  // The one state that says that nothing reached a carrier.
  if (status === 'sending_failed') return readFailedSuccess(answer, fieldOf(data, 'errors'), context);
  if (fieldOf(data, 'to', 0, 'phone_number') !== to) {
    return createUnreadable(
      answer,
      context,
      'Telnyx names another recipient than the one that was asked.',
      'by-recipient',
    );
  }
  if (!TAKEN.includes(status))
    return createUnreadable(answer, context, 'Telnyx took the message and then failed it.', 'by-recipient');
  const parts = fieldOf(data, 'parts');
  const segments =
    Number.isInteger(parts) && Number(parts) >= 1 && Number(parts) <= 10 ? { segments: Number(parts) } : {};
  const shownId = isFitToShow(messageId, context) ? messageId : null;
  return { status: 'accepted', messageId: shownId, ...segments };
}
