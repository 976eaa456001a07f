import { smsSenderContract } from '@countersign/otp-testing';
import { arrangeVendor, behaviourOf } from '@countersign/test-servers/arrange-vendor';
import { answerJson } from '@countersign/test-servers/vendor-server';
import { withoutPackage } from '@countersign/test-servers/without-package';
import { describe, it, vi } from 'vitest';
import { createTelnyxSmsSender } from './telnyx-sms-sender.ts';
import { API_KEY, FROM } from './test-support/secrets.ts';
import { fieldsOf, messageAnswer, telnyxWords } from './test-support/telnyx-answers.ts';

const createAt = (baseUrl: string, create = createTelnyxSmsSender) =>
  create({ apiKey: API_KEY, from: FROM, baseUrl: `${baseUrl}/v2`, timeoutMs: 1_500 });

const credentials = [API_KEY];

smsSenderContract(
  { describe, it },
  {
    name: 'createTelnyxSmsSender',
    async arrange(scenario, word) {
      const words = telnyxWords((request, response) => {
        const said = word();
        const { to = '' } = fieldsOf(request);
        answerJson(response, 200, messageAnswer(to, said === null ? {} : { id: said }));
      }, word);
      const vendor = await arrangeVendor(behaviourOf(scenario), words);
      return { sender: createAt(vendor.url), countRequests: vendor.countRequests, credentials };
    },
    library: {
      name: 'telnyx',
      async arrangeWithout(error) {
        const load = () => import('./telnyx-sms-sender.ts');
        const { createTelnyxSmsSender: create } = await withoutPackage(
          (factory) => vi.doMock('telnyx', factory),
          error,
          load,
        );
        return { sender: createAt('http://127.0.0.1:9', create), countRequests: () => 0, credentials };
      },
    },
    createAt: (baseUrl) => createAt(baseUrl),
  },
);
