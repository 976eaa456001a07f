import { createProblem, type Problem } from '../problems/problem.ts';

/** Takes from a JSON value exactly the fields a route has, all of them strings. */
export type FieldsOutcome<Required extends string, Optional extends string> =
  | { readonly ok: true; readonly fields: Fields<Required, Optional> }
  | { readonly ok: false; readonly problem: Problem };

type Fields<Required extends string, Optional extends string> = Readonly<Record<Required, string>> &
  Readonly<Partial<Record<Optional, string>>>;

/**
 * A field nobody knows is refused: it is a misspelt one, and leaving it out would do something else than was asked.
 * Its name is not told back, as it may be a number or a code in the wrong place.
 */
export function readFields<Required extends string, Optional extends string>(
  value: unknown,
  required: readonly Required[],
  optional: readonly Optional[],
): FieldsOutcome<Required, Optional> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('The body must be a JSON object.');
  }
  // Own fields only: `__proto__` in JSON is a field like any other, and one that nobody knows.
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  if (missing.length > 0) return refuse(`The body lacks ${missing.join(' and ')}.`, missing);
  const fields: Record<string, string> = {};
  const mistyped: string[] = [];
  for (const [name, given] of Object.entries(value)) {
    if (!isOneOf(required, name) && !isOneOf(optional, name)) {
      return refuse(`The body has a field that is not known here. Known are ${[...required, ...optional].join(', ')}.`);
    }
    if (typeof given === 'string') fields[name] = given;
    else mistyped.push(name);
  }
  if (mistyped.length > 0) return refuse(`${mistyped.join(' and ')} must be a string.`, mistyped);
  return { ok: true, fields: fields as Fields<Required, Optional> };
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name);
}

function refuse(detail: string, wrong: readonly string[] = []): { readonly ok: false; readonly problem: Problem } {
  const [field, ...others] = wrong;
  const isOne = field !== undefined && others.length === 0;
  return { ok: false, problem: createProblem('malformed', { detail, ...(isOne ? { field } : {}) }) };
}
