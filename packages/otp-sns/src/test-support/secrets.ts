import type { SmsMessage } from '@countersign/otp-core/spec';
import { secretsFinder } from '@countersign/test-servers/find-secrets';
import type { SnsCredentials } from '../sns-connection.ts';

/** A key, a number and a code that no test server, library or error text contains by chance. */
export const CREDENTIALS: Required<SnsCredentials> = {
  accessKeyId: 'ASIAZQ7ZQ7ZQ7ZQ7XK9X',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYZq7Zq7Xk9X',
  sessionToken: 'FwoGZXIvYXdzEZq7Zq7//Xk9Xk9==',
};
export const REGION = 'eu-west-1';
export const MESSAGE: SmsMessage = { to: '+393923456789', text: 'Your code is 804617. Pìn + più & così?' };

export const expectNoSecretIn = secretsFinder([...Object.values(CREDENTIALS), MESSAGE.to.slice(1), '804617', 'così']);
