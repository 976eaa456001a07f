import { inspect } from 'node:util';
import type { SmsMessage } from '@countersign/otp-core/spec';
import { expect } from 'vitest';
import type { SnsCredentials } from '../sns-connection.ts';

/** A key, a number and a code that no test server, library or error text contains by chance. */
export const CREDENTIALS: Required<SnsCredentials> = {
  accessKeyId: 'ASIAZQ7ZQ7ZQ7ZQ7XK9X',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYZq7Zq7Xk9X',
  sessionToken: 'FwoGZXIvYXdzEZq7Zq7//Xk9Xk9==',
};
export const REGION = 'eu-west-1';
export const MESSAGE: SmsMessage = { to: '+393923456789', text: 'Your code is 804617. Pìn + più & così?' };

/** Searches all that JSON, an inspection or a log line would show of a value. */
export function expectNoSecretIn(...values: readonly unknown[]): void {
  const shown = values.flatMap((value) => [
    String(value),
    JSON.stringify(value) ?? '',
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
  ]);
  for (const secret of [...Object.values(CREDENTIALS), MESSAGE.to.slice(1), '804617', 'così']) {
    for (const text of shown) expect(text).not.toContain(secret);
  }
}
