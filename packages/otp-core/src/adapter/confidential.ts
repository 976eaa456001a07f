/** One rule for what may be shown of a vendor's ids and codes: vendors repeat what they were told. */

/** What a vendor was told, and must not be seen saying back. */
export interface Confidential {
  /** The number, and the text or the code, of the call that is answered. */
  readonly asked: readonly string[];
  /** Secrets of the account, as far as they are known here. */
  readonly credentials: readonly string[];
}

/** No code is shorter. */
const SHORTEST_CODE = 4;
/** So much of a secret stands in no id by chance. */
const TELLING_PART = 8;

/**
 * Whether an id or a code of a vendor's may be shown: not if it holds, or is a part of, the number, the text, a code in
 * it or a credential, nor if it holds eight characters in a row of a number or a credential. An id may hold a code by
 * chance: with six digits one id in a hundred thousand is lost, which is cheaper than a code in a log. Short runs of
 * digits in a credential do not count: it stays the same for years, and would take the same ids away all the while.
 *
 * @example
 * isFitToShow('SM8d8d8d8d', { asked: ['+14155550123', 'Your code is 804617.'], credentials: [authToken] }); // true
 * isFitToShow('id-804617', { asked: ['+14155550123', 'Your code is 804617.'], credentials: [authToken] }); // false
 */
export function isFitToShow(token: string, { asked, credentials }: Confidential): boolean {
  const digits = asked.flatMap((text) => text.match(/\d{4,}/g) ?? []);
  return (
    !digits.some((run) => isPart(token, run, SHORTEST_CODE)) &&
    ![...asked, ...credentials].some((secret) => isPart(token, secret, TELLING_PART)) &&
    ![...digits, ...credentials].some((secret) => holdsTellingPart(token, secret))
  );
}

/** One of the two is the other, or stands in it. Nothing at all is part of everything, and says nothing. */
function isPart(token: string, secret: string, shortest: number): boolean {
  if (secret === '') return false;
  return token.includes(secret) || (token.length >= shortest && secret.includes(token));
}

function holdsTellingPart(token: string, secret: string): boolean {
  for (let start = 0; start + TELLING_PART <= token.length; start += 1) {
    if (secret.includes(token.slice(start, start + TELLING_PART))) return true;
  }
  return false;
}
