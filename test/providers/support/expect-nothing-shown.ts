/** Law 9: whatever is shown holds no number, no code, no text and no credential. */
import { inspect } from 'node:util';
import { expect } from 'vitest';
import { CREDENTIALS } from './providers.ts';

/** @param secrets what was confidential in this test, beside the credentials of all providers */
export function expectNothingShown(values: readonly unknown[], secrets: readonly string[]): void {
  const shown = values.map(shownOf).join('\n');
  const found = [...secrets, ...Object.values(CREDENTIALS)].filter((secret) => isIn(shown, secret));
  expect(found).toEqual([]);
}

/** Four digits stand in ids and times by chance; a code that leaks stands for itself. A number leaks without its plus too. */
function isIn(shown: string, secret: string): boolean {
  if (/^\d{4,10}$/.test(secret)) return new RegExp(`(?<![\\w.-])${secret}(?![\\w-])`).test(shown);
  return shown.includes(/^\+\d+$/.test(secret) ? secret.slice(1) : secret);
}

function shownOf(value: unknown): string {
  const error = value instanceof Error ? `${value.message}\n${value.stack}\n${inspect(value.cause)}` : '';
  return `${error}\n${inspect(value, { depth: 12, showHidden: true })}\n${JSON.stringify(value)}`;
}
