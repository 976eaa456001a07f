import { inspect } from 'node:util';
import type { SmsMessage } from '@countersign/otp-core/spec';
import { expect } from 'vitest';

/** Credentials and a message that no test server, library or error text contains by chance. */
export const CREDENTIALS = {
  apiKey: 'key-Zq7Zq7Zq7',
  username: 'user-Vb4Vb4Vb4',
  password: 'pass+word/Xk9&Xk9=Xk9',
} as const;

export const MESSAGE: SmsMessage = { to: '+39123456789', text: 'Your code is 804617. Pìn + più & così?' };

/** Searches all that JSON, an inspection or a log line would show of a value. */
export function expectNoSecretIn(...values: readonly unknown[]): void {
  const shown = values.flatMap((value) => [
    String(value),
    JSON.stringify(value) ?? '',
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
  ]);
  const secrets = [...Object.values(CREDENTIALS), MESSAGE.to.slice(1), '804617', 'così'];
  for (const secret of secrets.flatMap((value) => [value, encodeURIComponent(value)])) {
    for (const text of shown) expect(text).not.toContain(secret);
  }
}
