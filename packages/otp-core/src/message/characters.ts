/**
 * Characters that may not travel in a message. Nearly every text is printable ASCII, and one quick look tells so; what
 * Unicode knows of the others takes milliseconds to load, and is asked for by the first text that holds one.
 */

const PLAIN_VARIABLE = /^[\x20-\x7e]*$/;
const PLAIN_TEXT = /^[\n\x20-\x7e]*$/;

/** Whether nothing stands in a text but printable ASCII and line feeds. */
export function isPlainText(text: string): boolean {
  return PLAIN_TEXT.test(text);
}

/**
 * A variable may hold no controls (a line feed could start a line of the variable's own), no line and paragraph separators,
 * nothing that reorders what is read (bidi embeddings, overrides, isolates), and no halves of surrogate pairs.
 */
export function isSafeVariable(value: string): boolean {
  return PLAIN_VARIABLE.test(value) || !/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(value);
}

/**
 * For a text the same holds, but it has lines, and one in Arabic or Hebrew needs to isolate the code. Overrides stay out:
 * they would show its digits backwards. Half a surrogate pair makes `encodeURIComponent` throw.
 */
export function isSafeText(text: string): boolean {
  return isPlainText(text) || !/[^\P{Cc}\n]|[\p{Cs}\u2028\u2029\u202d\u202e]/u.test(text);
}
