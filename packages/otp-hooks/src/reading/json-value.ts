/** Looks into a JSON value of which nothing is known. Own members only: `__proto__` is a name like any other. */

/** What stands at the end of a path; `undefined`: nothing. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || Array.isArray(found) || !Object.hasOwn(found, name)) {
      return undefined;
    }
    found = Reflect.get(found, name);
  }
  return found;
}

/** Longer ones are no identifiers, numbers, codes or texts of a message. */
const LONGEST_TEXT = 4_096;

/** A text that is not empty; `null`: anything else. */
export function textAt(value: unknown, ...path: readonly string[]): string | null {
  const found = valueAt(value, ...path);
  return typeof found === 'string' && found !== '' && found.length <= LONGEST_TEXT ? found : null;
}

/** A finite number; `null`: anything else. */
export function numberAt(value: unknown, ...path: readonly string[]): number | null {
  const found = valueAt(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}
