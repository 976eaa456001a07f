/** The name that was probably meant: it begins so, or at most a third of it is typed differently. `null`: none is near. */
export function nearestName(typed: string, names: readonly string[]): string | null {
  const word = typed.slice(0, 32).toLowerCase();
  const longer = word.length < 3 ? undefined : names.find((name) => name.startsWith(word));
  const [best] = names
    .map((name) => ({ name, distance: editsBetween(word, name) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(name.length / 3)))
    .sort((one, other) => one.distance - other.distance);
  return longer ?? best?.name ?? null;
}

/** Letters to add, to take away or to change (Levenshtein), row by row. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [rowIndex, letter] of [...one].entries()) {
    const next = [rowIndex + 1];
    for (const [index, against] of [...other].entries()) {
      const [above = 0, before = 0, diagonal = 0] = [row[index + 1], next[index], row[index]];
      next.push(Math.min(above + 1, before + 1, diagonal + (letter === against ? 0 : 1)));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
