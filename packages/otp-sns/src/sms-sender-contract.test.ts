import { smsSenderContract } from '@countersign/otp-testing';
import { describe, it } from 'vitest';
import { createSnsSmsSender } from './sns-sms-sender.ts';
import { arrangeVendor } from './test-support/arrange-vendor.ts';
import { CREDENTIALS, REGION } from './test-support/secrets.ts';
import { answerXml, publishAnswer } from './test-support/sns-answers.ts';

smsSenderContract(
  { describe, it },
  {
    name: 'createSnsSmsSender',
    async arrange(scenario) {
      const vendor = await arrangeVendor(scenario === 'accepts' ? 'serves' : scenario, (_request, response) =>
        answerXml(response, 200, publishAnswer()),
      );
      return {
        sender: createSnsSmsSender({
          credentials: CREDENTIALS,
          region: REGION,
          endpoint: vendor.endpoint,
          timeoutMs: 1_500,
        }),
        countRequests: vendor.countRequests,
        credentials: [CREDENTIALS.secretAccessKey, CREDENTIALS.sessionToken],
      };
    },
  },
);
