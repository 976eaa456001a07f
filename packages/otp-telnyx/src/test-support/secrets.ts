import type { SmsMessage } from '@countersign/otp-core/spec';
import { secretsFinder } from '@countersign/test-servers/find-secrets';

/** A key, a number and codes that no test server, library or error text contains by chance. */
export const API_KEY = 'KEY01Zq7Zq7Zq7Zq7_Xk9Xk9Xk9';
export const FROM = '+18445550001';
export const MESSAGE: SmsMessage = { to: '+393923456789', text: 'Your code is 804617. Pìn + più & così?' };
export const CODE = '80461';

export const expectNoSecretIn = secretsFinder([API_KEY, MESSAGE.to.slice(1), '804617', CODE, 'così']);
