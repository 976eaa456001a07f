/** Looks for what nobody may see in all that an outcome, an error or a log would show. */
import { inspect } from 'node:util';
import { expect } from 'vitest';

/** A matcher for these secrets, and for how they are written in an address. */
export function secretsFinder(secrets: readonly string[]): (...values: readonly unknown[]) => void {
  const spellings = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]);
  return (...values) => {
    const shown = values.flatMap((value) => [
      String(value),
      JSON.stringify(value) ?? '',
      inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
    ]);
    for (const spelling of spellings) {
      for (const text of shown) expect(text).not.toContain(spelling);
    }
  };
}
