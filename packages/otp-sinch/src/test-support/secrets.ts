import { secretsFinder } from '@countersign/test-servers/find-secrets';

/** Credentials that no test server, library or error text contains by chance. */
export const APPLICATION = {
  applicationKey: '669E367E-6BBA-48AB-AF15-266871C28135',
  applicationSecret: 'BeIukql3pTKJ8RGL5zo0DA==',
} as const;

export const SERVICE_PLAN = { servicePlanId: 'plan0Zq7Zq7Zq7', apiToken: 'token-Vb4Vb4Vb4' } as const;

export const WEBHOOK_SECRET = 'foo_secret1234';

export const TO = '+14155550123';
export const CODE = '804617';
export const MESSAGE = { to: TO, text: `Your code is ${CODE}. Così?` } as const;

const SECRETS: readonly string[] = [
  APPLICATION.applicationSecret,
  SERVICE_PLAN.apiToken,
  WEBHOOK_SECRET,
  Buffer.from(`${APPLICATION.applicationKey}:${APPLICATION.applicationSecret}`).toString('base64'),
];

export const expectNoSecretIn = secretsFinder([...SECRETS, APPLICATION.applicationKey, TO.slice(1), CODE, 'Così']);
