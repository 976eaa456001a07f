/** A number as the recipes' wires have it: E.164, with its plus. Blanks and brackets that people type between digits are read over. */
const E164 = /^\+[1-9][0-9]{6,14}$/;
const LONGEST_TYPED = 40;

export function readPhoneNumber(typed: unknown): string | null {
  if (typeof typed !== 'string' || typed.length > LONGEST_TYPED) return null;
  const digits = typed.replace(/[ ().-]/g, '');
  return E164.test(digits) ? digits : null;
}
