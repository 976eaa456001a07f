/** Checks what a call was given before anything leaves: the values come from outside and may be anything. */

/** E.164, ASCII digits only. */
export function isPhoneNumber(value: unknown): value is `+${string}` {
  return typeof value === 'string' && /^\+[1-9]\d{6,14}$/.test(value);
}

/** Ten concatenated parts of plain letters: more Telnyx does not take. */
const MAX_TEXT_LENGTH = 1530;

/** What is wrong with a text, in words that hold nothing of it; `null` where it may be sent. */
export function flawOfText(value: unknown): string | null {
  if (typeof value !== 'string' || value === '' || value.length > MAX_TEXT_LENGTH) {
    return `The text must be a string of 1 to ${MAX_TEXT_LENGTH} characters.`;
  }
  // It has no UTF-8, so another text than this one would arrive.
  return /\p{Surrogate}/u.test(value) ? 'The text holds half a character.' : null;
}

/** Reads each field once, so that what is checked is what is sent. A getter that throws has no value. */
export function readFields<Name extends string>(value: unknown, names: readonly Name[]): Record<Name, unknown> {
  try {
    const given = Object(value) as Record<string, unknown>;
    return Object.fromEntries(names.map((name) => [name, given[name]])) as Record<Name, unknown>;
  } catch {
    return {} as Record<Name, unknown>;
  }
}

/** `null` where there is none. */
export function readSignal(callOptions: unknown): AbortSignal | null | 'invalid' {
  const { signal } = readFields(callOptions, ['signal']);
  if (signal === undefined || signal === null) return null;
  return signal instanceof AbortSignal ? signal : 'invalid';
}
