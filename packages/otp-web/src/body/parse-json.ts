/** From bytes to a JSON value, refusing what parsers of different makes read differently. */
export type JsonOutcome =
  | { readonly status: 'parsed'; readonly value: unknown }
  | { readonly status: 'not-utf-8' | 'not-json' | 'repeated-field' };

/** For all bodies: making one takes longer than decoding by it. It keeps nothing from one to the next. */
const UTF_8 = new TextDecoder('utf-8', { fatal: true });

export function parseJson(bytes: Uint8Array): JsonOutcome {
  const text = decodeUtf8(bytes);
  if (text === null) return { status: 'not-utf-8' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { status: 'not-json' };
  }
  return hasRepeatedField(text, value) ? { status: 'repeated-field' } : { status: 'parsed', value };
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return UTF_8.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * `JSON.parse` silently keeps the last of two fields of one name, a proxy in front may have looked at the first.
 * The bodies here are flat objects of strings, so the text holds exactly two strings for each field.
 */
function hasRepeatedField(text: string, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !Object.values(value).every((item) => typeof item === 'string')) {
    return false;
  }
  const strings = text.match(/"(?:[^"\\]|\\.)*"/g)?.length ?? 0;
  return !Array.isArray(value) && strings !== 2 * Object.keys(value).length;
}
