import { type VerificationProviderScenario, verificationProviderContract } from '@countersign/otp-testing';
import { arrangeVendor, behaviourOf } from '@countersign/test-servers/arrange-vendor';
import { answerJson } from '@countersign/test-servers/vendor-server';
import { withoutPackage } from '@countersign/test-servers/without-package';
import { describe, it, vi } from 'vitest';
import {
  ACCOUNT,
  CODE,
  checkAnswer,
  errorAnswer,
  SECRETS,
  SERVICE_SID,
  sidHolding,
  TO,
  twilioWords,
  VERIFICATION_SID,
  verificationAnswer,
} from './test-support/account.ts';
import { createTwilioVerificationProvider } from './twilio-verification-provider.ts';

/** The status and the body of an answer to a check of this code. */
function judge(scenario: VerificationProviderScenario, code: string | null, isSpent: boolean): [number, unknown] {
  switch (scenario.vendor) {
    case 'has-expired':
    case 'knows-nothing':
      return [404, errorAnswer(20404, 404)];
    case 'is-exhausted':
      return [429, errorAnswer(60202, 429)];
    case 'approves-another-number':
      return [200, checkAnswer({ to: '+14155550199' })];
    default:
      if (isSpent) return [404, errorAnswer(20404, 404)];
      return code === CODE ? [200, checkAnswer()] : [200, checkAnswer({ status: 'pending', valid: false })];
  }
}

const createAt = (baseUrl: string, create = createTwilioVerificationProvider) =>
  create({ ...ACCOUNT, serviceSid: SERVICE_SID, baseUrl, timeoutMs: 1_500 });

const KNOWN = { reference: VERIFICATION_SID, rightCode: CODE, credentials: SECRETS };

verificationProviderContract(
  { describe, it },
  {
    name: 'createTwilioVerificationProvider',
    async arrange(scenario, word) {
      let isSpent = false;
      const words = twilioWords(({ url, body }, response) => {
        const form = new URLSearchParams(body);
        if (form.get('Status') === 'canceled') isSpent = true;
        if (!url.endsWith('/VerificationCheck')) {
          const said = word();
          const sid = said === null ? {} : { sid: sidHolding('VE', said) };
          answerJson(response, 201, verificationAnswer({ ...sid, status: form.get('Status') ?? 'pending' }));
          return;
        }
        const isKnown = form.get('VerificationSid') === VERIFICATION_SID || form.get('To') === TO;
        const [status, answer] = judge(scenario, isKnown ? form.get('Code') : null, isSpent);
        if (status === 200 && form.get('Code') === CODE) isSpent = true;
        answerJson(response, status, answer);
      }, word);
      const vendor = await arrangeVendor(behaviourOf(scenario.vendor), words);
      return { ...KNOWN, provider: createAt(vendor.url), countRequests: vendor.countRequests };
    },
    library: {
      name: 'twilio',
      async arrangeWithout(error) {
        const load = () => import('./twilio-verification-provider.ts');
        const { createTwilioVerificationProvider: create } = await withoutPackage(
          (factory) => vi.doMock('twilio', factory),
          error,
          load,
        );
        return { ...KNOWN, provider: createAt('http://127.0.0.1:9', create), countRequests: () => 0 };
      },
    },
    createAt: (baseUrl) => createAt(baseUrl),
  },
);
