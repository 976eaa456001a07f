/** What Sinch was told, and must not be seen saying back. */
export interface Confidential {
  /** The number, and the text or the code, of the call that is answered. */
  readonly asked: readonly string[];
  /** Secrets of the account, as far as they are known here. */
  readonly credentials: readonly string[];
}

/** No code is shorter. */
const LEAST_DIGITS = 4;
/** So much of a credential stands in no id by chance. */
const LEAST_OF_CREDENTIAL = 8;

/**
 * Whether an id or a code of Sinch's may be shown: not if it repeats the number, the code that was told or guessed, a
 * credential, or a part of them. An id may hold the code by chance: with six digits one id in a hundred thousand is
 * lost, which is cheaper than a code in a log. Runs of digits in a credential do not count: it stays the same for years,
 * and would take the same ids and codes away all the while.
 */
export function isFitToShow(token: string, { asked, credentials }: Confidential): boolean {
  const runs = asked.flatMap((text) => text.match(/\d{4,}/g) ?? []);
  return (
    !runs.some((run) => repeats(token, run, LEAST_DIGITS)) &&
    !credentials.some((credential) => repeats(token, credential, LEAST_OF_CREDENTIAL))
  );
}

function repeats(token: string, secret: string, leastPart: number): boolean {
  return token.includes(secret) || (token.length >= leastPart && secret.includes(token));
}
