import type { ProviderFailureCategory, SmsMessage } from '@countersign/otp-core/spec';

/** Checks what `send` was given before anything leaves: the values come from outside and may be anything. */
type MessageCheck =
  | { readonly status: 'valid'; readonly to: string; readonly text: string }
  | { readonly status: 'refused'; readonly category: ProviderFailureCategory; readonly reason: string };

/** Ten concatenated parts of plain letters; the longest text the large vendors take. */
const MAX_TEXT_LENGTH = 1600;

export function checkSmsMessage(message: unknown): MessageCheck {
  const { to, text } = readFields(message);
  if (typeof to !== 'string' || !/^\+[1-9]\d{6,14}$/.test(to)) {
    return { status: 'refused', category: 'invalid-recipient', reason: 'The recipient is not an E.164 number.' };
  }
  if (typeof text !== 'string' || text === '' || text.length > MAX_TEXT_LENGTH) {
    return {
      status: 'refused',
      category: 'content-rejected',
      reason: `The text must be a string of 1 to ${MAX_TEXT_LENGTH} characters.`,
    };
  }
  if (/\p{Surrogate}/u.test(text)) {
    // It has no UTF-8, so another text than this one would arrive.
    return { status: 'refused', category: 'content-rejected', reason: 'The text holds half a character.' };
  }
  return { status: 'valid', to, text };
}

/** Reads each field once, so that what is checked is what is sent. */
function readFields(message: unknown): { to: unknown; text: unknown } {
  try {
    const { to, text } = Object(message) as Partial<SmsMessage>;
    return { to, text };
  } catch {
    return { to: undefined, text: undefined };
  }
}
