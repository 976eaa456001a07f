/** Takes from what was typed all that is not the number, and refuses what is more than a number. */

/** Longer than any number with its separators, and short enough to be searched by any pattern. */
const MAXIMUM_LENGTH = 64;

/** Marks of direction that contact lists copy along, and joiners that nobody sees. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/**
 * A plus, then digits with the separators that people type. Besides ours the digits of Arabic, Persian and wide
 * keyboards: they mean one number, whose E.164 form is the same whatever it was typed with. No letters, so no vanity
 * numbers; no `;`, `,`, `#`, `*` or `x`, so no extensions: a text cannot be dialled on.
 */
const NUMBER =
  /^[+\uff0b]?[0-9\u0660-\u0669\u06f0-\u06f9\uff10-\uff19 \u00a0\u2007\u2009\u202f\u3000.()/\u2010-\u2015\u2212\uff0d-]+$/;

/** `(+44) 7400 123456` */
const BRACKETED_COUNTRY = /^\([+\uff0b]([0-9]{1,3})\)/;

/** `null` where there is more to it than a number, or less. */
export function readTypedNumber(input: unknown): string | null {
  if (typeof input !== 'string' || input.length > MAXIMUM_LENGTH) return null;
  const typed = input.replaceAll(INVISIBLE, '').trim().replace(/^tel:/i, '').replace(BRACKETED_COUNTRY, '+$1 ');
  // The library knows these digits, but not this plus.
  return NUMBER.test(typed) ? typed.replace('\uff0b', '+') : null;
}
