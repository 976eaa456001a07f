import type { SmsMessage } from '@countersign/otp-core/spec';
import { secretsFinder } from '@countersign/test-servers/find-secrets';

/** Credentials and a message that no test server, library or error text contains by chance. */
export const CREDENTIALS = {
  apiKey: 'key-Zq7Zq7Zq7',
  username: 'user-Vb4Vb4Vb4',
  password: 'pass+word/Xk9&Xk9=Xk9',
} as const;

export const MESSAGE: SmsMessage = { to: '+39123456789', text: 'Your code is 804617. Pìn + più & così?' };

export const expectNoSecretIn = secretsFinder([...Object.values(CREDENTIALS), MESSAGE.to.slice(1), '804617', 'così']);
