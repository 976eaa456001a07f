/** The little of JSON paths that answers of gateways need: names, indexes and `[*]`. */

/** A name, an index, or `null` for every entry of a list. */
type JsonPathStep = string | number | null;

export type JsonPath = readonly JsonPathStep[];

const STEP = /\.?([A-Za-z_][\w-]{0,63})|\[(\d{1,4})\]|\[(\*)\]/y;

/** Reads `messages[0].message-id`, `$[0].id` or `data[*].status`; `null` for anything else. */
export function parseJsonPath(written: unknown): JsonPath | null {
  if (typeof written !== 'string' || written.length > 256) return null;
  const path = written.replace(/^\$/, '');
  const steps: JsonPathStep[] = [];
  const step = new RegExp(STEP);
  while (step.lastIndex < path.length) {
    const found = step.exec(path);
    if (found === null) return null;
    const [, name, index] = found;
    steps.push(name ?? (index === undefined ? null : Number(index)));
  }
  return steps.length === 0 ? null : steps;
}

/** All values at the path; empty where there is none. What an object inherits is not there. */
export function readJsonPath(json: unknown, path: JsonPath): readonly unknown[] {
  return path.reduce<readonly unknown[]>((values, step) => values.flatMap((value) => take(value, step)), [json]);
}

function take(value: unknown, step: JsonPathStep): readonly unknown[] {
  if (Array.isArray(value)) {
    if (step === null) return value;
    return typeof step === 'number' && step < value.length ? [value[step]] : [];
  }
  if (typeof value !== 'object' || value === null || typeof step !== 'string') return [];
  return Object.hasOwn(value, step) ? [(value as Record<string, unknown>)[step]] : [];
}

/** Strings, numbers and booleans as they are written; `null` for what is none of them. */
export function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
