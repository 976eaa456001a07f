import { smsSenderContract } from '@countersign/otp-testing';
import { arrangeVendor, behaviourOf } from '@countersign/test-servers/arrange-vendor';
import { withoutPackage } from '@countersign/test-servers/without-package';
import { describe, it, vi } from 'vitest';
import { createSnsSmsSender } from './sns-sms-sender.ts';
import { CREDENTIALS, REGION } from './test-support/secrets.ts';
import { answerXml, badNumberAnswer, errorAnswer, publishAnswer } from './test-support/sns-answers.ts';

const createAt = (endpoint: string, create = createSnsSmsSender) =>
  create({ credentials: CREDENTIALS, region: REGION, endpoint, timeoutMs: 1_500 });

const credentials = [CREDENTIALS.secretAccessKey, CREDENTIALS.sessionToken];

smsSenderContract(
  { describe, it },
  {
    name: 'createSnsSmsSender',
    async arrange(scenario, word) {
      const vendor = await arrangeVendor(behaviourOf(scenario), {
        serves(_request, response) {
          const said = word();
          answerXml(response, 200, said === null ? publishAnswer() : publishAnswer(`<MessageId>${said}</MessageId>`));
        },
        refuses({ body }, response) {
          const said = word();
          const to = new URLSearchParams(body).get('PhoneNumber') ?? '';
          answerXml(response, 400, said === null ? badNumberAnswer(to) : errorAnswer(said, said));
        },
        throttles: (_request, response) => {
          answerXml(response, 429, errorAnswer('Throttling'), { 'Retry-After': '5' });
        },
        fails: (_request, response) => answerXml(response, 500, errorAnswer('InternalFailure')),
      });
      return { sender: createAt(vendor.url), countRequests: vendor.countRequests, credentials };
    },
    library: {
      name: '@aws-sdk/client-sns',
      async arrangeWithout(error) {
        const load = () => import('./sns-sms-sender.ts');
        const { createSnsSmsSender: create } = await withoutPackage(
          (factory) => vi.doMock('@aws-sdk/client-sns', factory),
          error,
          load,
        );
        return { sender: createAt('http://127.0.0.1:9', create), countRequests: () => 0, credentials };
      },
    },
    createAt: (baseUrl) => createAt(baseUrl),
  },
);
