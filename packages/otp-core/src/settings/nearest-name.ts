/** The known name that a misspelt one was meant to be. */

const MOST_SLIPS = 3;
const LONGEST_WORD = 64;

/** For variables. `null`: nothing is near enough to be meant. */
export function nearestName(name: string, known: readonly string[]): string | null {
  return nearestWithin(Math.min(MOST_SLIPS, Math.floor(name.length / 4)), name, known);
}

/** For words, which are shorter: in any case, with any of `-`, `_` and blanks, or only the beginning of one. */
export function nearestWord(word: string, known: readonly string[]): string | null {
  const written = word
    .slice(0, LONGEST_WORD)
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
  if (written === '') return null;
  const begun = known.filter((each) => each === written || each.startsWith(`${written}-`));
  const mostSlips = written.length < 4 ? 0 : Math.min(MOST_SLIPS, Math.floor(written.length / 3));
  return begun.at(0) ?? nearestWithin(mostSlips, written, known);
}

function nearestWithin(mostSlips: number, name: string, known: readonly string[]): string | null {
  let nearest: string | null = null;
  let fewest = mostSlips + 1;
  for (const each of known) {
    const slips = slipsBetween(name, each, fewest);
    if (slips < fewest) [nearest, fewest] = [each, slips];
  }
  return nearest;
}

/** Letters to be added, taken away or changed; `limit` where there are as many or more. */
function slipsBetween(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit;
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const changed = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(changed, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return Math.min(limit, previous[right.length] ?? limit);
}
