import { smsSenderContract } from '@countersign/otp-testing';
import { describe, it } from 'vitest';
import { ACCOUNT, API_KEY, FROM, messageAnswer, SECRETS } from './test-support/account.ts';
import { answerJson, arrangeVendor } from './test-support/arrange-vendor.ts';
import { createTwilioSmsSender } from './twilio-sms-sender.ts';

for (const [name, account] of [
  ['createTwilioSmsSender with an auth token', ACCOUNT],
  ['createTwilioSmsSender with an API key', API_KEY],
] as const) {
  smsSenderContract(
    { describe, it },
    {
      name,
      async arrange(scenario) {
        const vendor = await arrangeVendor(scenario === 'accepts' ? null : scenario, (_request, response) =>
          answerJson(response, 201, messageAnswer()),
        );
        const sender = createTwilioSmsSender({ ...account, from: FROM, baseUrl: vendor.baseUrl, timeoutMs: 1_500 });
        return { sender, countRequests: vendor.countRequests, credentials: SECRETS };
      },
    },
  );
}
