import { smsSenderContract } from '@countersign/otp-testing';
import { arrangeVendor, behaviourOf } from '@countersign/test-servers/arrange-vendor';
import { answerJson } from '@countersign/test-servers/vendor-server';
import { withoutPackage } from '@countersign/test-servers/without-package';
import { describe, it, vi } from 'vitest';
import { ACCOUNT, API_KEY, FROM, messageAnswer, sidHolding, twilioWords } from './test-support/account.ts';
import { createTwilioSmsSender } from './twilio-sms-sender.ts';

for (const [name, account, credentials] of [
  ['createTwilioSmsSender with an auth token', ACCOUNT, [ACCOUNT.authToken]],
  ['createTwilioSmsSender with an API key', API_KEY, [API_KEY.apiKeySecret]],
] as const) {
  const createAt = (baseUrl: string, create = createTwilioSmsSender) =>
    create({ ...account, from: FROM, baseUrl, timeoutMs: 1_500 });
  smsSenderContract(
    { describe, it },
    {
      name,
      async arrange(scenario, word) {
        const words = twilioWords((_request, response) => {
          const said = word();
          answerJson(response, 201, messageAnswer(said === null ? {} : { sid: sidHolding('SM', said) }));
        }, word);
        const vendor = await arrangeVendor(behaviourOf(scenario), words);
        return { sender: createAt(vendor.url), countRequests: vendor.countRequests, credentials };
      },
      library: {
        name: 'twilio',
        async arrangeWithout(error) {
          const load = () => import('./twilio-sms-sender.ts');
          const { createTwilioSmsSender: create } = await withoutPackage(
            (factory) => vi.doMock('twilio', factory),
            error,
            load,
          );
          return { sender: createAt('http://127.0.0.1:9', create), countRequests: () => 0, credentials };
        },
      },
      createAt: (baseUrl) => createAt(baseUrl),
    },
  );
}
