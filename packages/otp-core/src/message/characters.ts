/** Characters that may not travel in a message. Each expression finds the first one. */

/**
 * In a variable: controls (a line feed could start a line of the variable's own), line and paragraph separators,
 * everything that reorders what is read (bidi embeddings, overrides, isolates), and halves of surrogate pairs.
 */
export const UNSAFE_IN_VARIABLE: RegExp = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Nearly every text and variable: printable ASCII, where nothing that is looked for can be. One quick look instead of many. */
export const PLAIN_VARIABLE: RegExp = /^[\x20-\x7e]*$/;
export const PLAIN_TEXT: RegExp = /^[\n\x20-\x7e]*$/;

/**
 * In a text: the same, but a text has lines, and one in Arabic or Hebrew needs to isolate the code.
 * Overrides stay out: they would show its digits backwards. Half a surrogate pair makes `encodeURIComponent` throw.
 */
export const UNSAFE_IN_TEXT: RegExp = /[^\P{Cc}\n]|[\p{Cs}\u2028\u2029\u202d\u202e]/u;
