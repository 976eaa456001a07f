/**
 * A code as people type and paste it. Keyboards write digits of their own script, mails and messages add blanks, dashes
 * and marks that nobody sees. All of that is the same code. Anything else is none, and must not cost a try.
 */

/** Longer than any code with what may stand around it, and short enough to be searched. In UTF-16 units. */
const MAXIMUM_LENGTH = 256;

/** Blanks, line ends and dashes of all kinds: U+00AD is a hyphen, U+30FC and U+FF70 are the dash key of Japanese keyboards. */
const SEPARATOR = '\\p{White_Space}\\p{Dash}\\u00ad\\u30fc\\uff70';

/** What nobody sees besides: direction marks, byte order mark, zero-width characters. At the edges, where copying leaves them. */
const EDGE = `[${SEPARATOR}\\p{Default_Ignorable_Code_Point}]+`;

/** Nearly every code: as it was sent. */
// Stryker disable next-line Regex: time, not behaviour: a plain code is read like any other
const PLAIN = /^[0-9]+$/;

/** The ASCII digits of what was typed; `null` where it is no code, whatever its length. */
export function readTypedCode(typed: unknown): string | null {
  if (typeof typed !== 'string' || typed.length > MAXIMUM_LENGTH) return null;
  if (PLAIN.test(typed)) return typed;
  // Made only here: what Unicode knows of characters takes a millisecond to load.
  const digits = typed.replaceAll(new RegExp(`^${EDGE}|${EDGE}$|[${SEPARATOR}]+`, 'gu'), '');
  if (!/^\p{Nd}+$/u.test(digits)) return null;
  return digits.replaceAll(/[^0-9]/gu, decimalOf);
}

/**
 * Unicode keeps the decimal digits of a script in a row, from zero to nine; rows that touch start anew with a zero. So
 * the digits in front of one count what it is worth.
 * Source: https://www.unicode.org/reports/tr44/#Numeric_Type
 */
function decimalOf(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(codePoint - before - 1))) before += 1;
  return String(before % 10);
}
