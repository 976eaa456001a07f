import { smsSenderContract } from '@countersign/otp-testing';
import { describe, it } from 'vitest';
import { createTelnyxSmsSender } from './telnyx-sms-sender.ts';
import { arrangeVendor } from './test-support/arrange-vendor.ts';
import { API_KEY, FROM } from './test-support/secrets.ts';
import { answerJson, messageAnswer } from './test-support/telnyx-answers.ts';

smsSenderContract(
  { describe, it },
  {
    name: 'createTelnyxSmsSender',
    async arrange(scenario) {
      const vendor = await arrangeVendor(
        scenario === 'accepts' ? 'serves' : scenario,
        (_request, response, { to = '' }) => answerJson(response, 200, messageAnswer(to)),
      );
      return {
        sender: createTelnyxSmsSender({ apiKey: API_KEY, from: FROM, baseUrl: vendor.baseUrl, timeoutMs: 1_500 }),
        countRequests: vendor.countRequests,
        credentials: [API_KEY],
      };
    },
  },
);
