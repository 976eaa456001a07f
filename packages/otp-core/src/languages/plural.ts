/**
 * Which form of a noun follows a number: the CLDR's rules for whole numbers from 1.
 * Source: https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html
 */

/** Germanic and Romance languages, Bulgarian, Greek: one, and all others. */
export function ofTwo(count: number, one: string, other: string): string {
  return count === 1 ? one : other;
}

/** Czech: 1, 2 to 4, all others. */
export function ofCzech(count: number, one: string, few: string, other: string): string {
  if (count === 1) return one;
  return count >= 2 && count <= 4 ? few : other;
}

/** Russian, Ukrainian, Serbian, Croatian: by the last digit, except for 11 to 14. */
export function ofSlavic(count: number, one: string, few: string, other: string): string {
  const lastTwo = count % 100;
  const last = count % 10;
  if (lastTwo >= 11 && lastTwo <= 14) return other;
  if (last === 1) return one;
  return last >= 2 && last <= 4 ? few : other;
}

/** Slovenian has a dual. By the last two digits: 1, 2, 3 and 4, all others. */
export function ofSlovenian(
  count: number,
  forms: readonly [one: string, two: string, few: string, other: string],
): string {
  const [one, two, few, other] = forms;
  switch (count % 100) {
    case 1:
      return one;
    case 2:
      return two;
    case 3:
    case 4:
      return few;
    default:
      return other;
  }
}

/** Romanian: 1; then, by the last two digits, 1 to 19, all others (which take "de"). */
export function ofRomanian(count: number, one: string, few: string, other: string): string {
  if (count === 1) return one;
  const lastTwo = count % 100;
  return lastTwo >= 1 && lastTwo <= 19 ? few : other;
}

/** Arabic, where 1 and 2 have been seen to: by the last two digits, 3 to 10, all others. */
export function ofArabic(count: number, few: string, other: string): string {
  const lastTwo = count % 100;
  return lastTwo >= 3 && lastTwo <= 10 ? few : other;
}
