import { inspect } from 'node:util';
import type { SmsMessage } from '@countersign/otp-core/spec';
import { expect } from 'vitest';

/** A key, a number and codes that no test server, library or error text contains by chance. */
export const API_KEY = 'KEY01Zq7Zq7Zq7Zq7_Xk9Xk9Xk9';
export const FROM = '+18445550001';
export const MESSAGE: SmsMessage = { to: '+393923456789', text: 'Your code is 804617. Pìn + più & così?' };
export const CODE = '80461';

/** Searches all that JSON, an inspection or a log line would show of a value. */
export function expectNoSecretIn(...values: readonly unknown[]): void {
  const shown = values.flatMap((value) => [
    String(value),
    JSON.stringify(value) ?? '',
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
  ]);
  for (const secret of [API_KEY, MESSAGE.to.slice(1), '804617', CODE, 'così']) {
    for (const text of shown) expect(text).not.toContain(secret);
  }
}
