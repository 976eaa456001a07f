/** Checks what a call was given before anything leaves: the values come from outside and may be anything. */

/** E.164, ASCII digits only. */
export function isPhoneNumber(value: unknown): value is `+${string}` {
  return typeof value === 'string' && value.length <= 16 && /^\+[1-9]\d{6,14}$/.test(value);
}

/** Twilio takes no more than ten concatenated parts of plain letters. */
export const MAX_TEXT_LENGTH = 1600;

/** A lone surrogate has no UTF-8: another text than this one would arrive. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_TEXT_LENGTH && !/\p{Surrogate}/u.test(value);
}

/** The fields of any value at all; each is read once, so that what is checked is what is sent. */
export function readFields(value: unknown, names: readonly string[]): Readonly<Record<string, unknown>> {
  try {
    const object = Object(value) as Record<string, unknown>;
    return Object.fromEntries(names.map((name) => [name, object[name]]));
  } catch {
    return {};
  }
}

/** `null` where there is none. */
export function readSignal(callOptions: unknown): AbortSignal | null | 'invalid' {
  const { signal } = readFields(callOptions, ['signal']);
  if (signal === undefined || signal === null) return null;
  return signal instanceof AbortSignal ? signal : 'invalid';
}
