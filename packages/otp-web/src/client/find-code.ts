/**
 * Finds the code in what was typed or pasted: a code with blanks or dashes, or a whole message. A wrong guess would cost
 * a try, so where two numbers could be meant the answer is `null`.
 */
const BLANKS = ' \\t\\u00a0\\u202f\\u2009';
const DASHES = '\\-\\u2010-\\u2015\\u2212';
/** Direction marks, zero-width characters, the byte order mark, soft hyphens. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** The last line of messages that belong to a site: `@shop.example #123456`. */
const BOUND_LINE = /^@\S+ #(\d+)(?: [@%]\S+)?$/m;
const LINK = /\b(?:https?:\/\/|www\.)\S+|\b[\w.-]+\.[a-z]{2,}\/\S*/gi;
/** Groups of digits that are written as one number: a phone number, a date, an amount, a code in parts. */
const NUMBERS = new RegExp(`\\d+(?:(?:[${BLANKS}]?[${DASHES}][${BLANKS}]?|[${BLANKS}.,:/])\\d+)*`, 'g');
/** What a number stands right behind, or before, where it is no code: a plus, money, a word or a mask it is a part of. */
const FOREIGN_BEFORE = new RegExp(`(?:[+/.,_a-zA-Z*•]|\\d\\)[${BLANKS}]?|[$€£¥₹₪][${BLANKS}]?)$`);
const FOREIGN_AFTER = new RegExp(`^(?:[/%_a-zA-Z*•]|[${BLANKS}]?[$€£¥₹₪])`);

/**
 * The code in what was typed or pasted, a whole message too; `null` where it is not clear.
 *
 * @param text at most 2,000 characters are read
 * @param codeLength the `codeLength` of the code that was sent
 * @returns the ASCII digits of the code, or `null`
 * @example
 * findCode('Your Acme code is 493-027. It expires in 10 minutes.', 6); // '493027'
 */
export function findCode(text: string, codeLength: number): string | null {
  const plain = toAsciiDigits(text.slice(0, 2000).replace(INVISIBLE, ''));
  const bound = BOUND_LINE.exec(plain)?.[1];
  if (bound?.length === codeLength) return bound;
  const alone = plain.replace(new RegExp(`[\\s${DASHES}]`, 'g'), '');
  if (/^\d+$/.test(alone)) return alone.length === codeLength ? alone : null;
  const unlinked = plain.replace(LINK, ' ');
  const found = new Set<string>();
  for (const { 0: number, index } of unlinked.matchAll(NUMBERS)) {
    const digits = number.replace(/\D/g, '');
    if (digits.length === codeLength && isInParts(number) && !isForeign(unlinked, number, index)) found.add(digits);
  }
  const [code] = found;
  return found.size === 1 && code !== undefined ? code : null;
}

/** In one piece, in two halves, or in equal groups with blanks between. Three groups with dashes are a date. */
function isInParts(number: string): boolean {
  if (/[.,:/]/.test(number)) return false;
  const groups = number.split(/\D+/).map((group) => group.length);
  if (groups.length > 2 && new RegExp(`[${DASHES}]`).test(number)) return false;
  return Math.max(...groups) - Math.min(...groups) <= (groups.length === 2 ? 1 : 0);
}

function isForeign(text: string, number: string, index: number): boolean {
  return FOREIGN_BEFORE.test(text.slice(0, index)) || FOREIGN_AFTER.test(text.slice(index + number.length));
}

/** Unicode keeps the digits of a script in a row from zero to nine, and a row begins where none stands before. */
function toAsciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const codePoint = digit.codePointAt(0) ?? 0;
    let value = 0;
    while (/\p{Nd}/u.test(String.fromCodePoint(codePoint - value - 1))) value += 1;
    return String(value % 10);
  });
}
