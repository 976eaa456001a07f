/**
 * Whether an id or a code of AWS's may be shown: not if it repeats the number, the code that was told or guessed,
 * or a part of them. An id may do so by chance: with a code of six digits one id in a hundred thousand is lost, which is
 * cheaper than a code in a log.
 */
export function isFitToShow(token: string, confidential: readonly string[]): boolean {
  const digits = confidential.flatMap((secret) => secret.match(/\d{4,}/g) ?? []);
  return !digits.some((run) => token.includes(run) || run.includes(token));
}
