import {
  type VendorWord,
  type VerificationProviderScenario,
  verificationProviderContract,
} from '@countersign/otp-testing';
import { arrangeVendor, behaviourOf } from '@countersign/test-servers/arrange-vendor';
import { answerJson, type VendorListener } from '@countersign/test-servers/vendor-server';
import { withoutPackage } from '@countersign/test-servers/without-package';
import { describe, it, vi } from 'vitest';
import { createTelnyxVerificationProvider } from './telnyx-verification-provider.ts';
import { API_KEY, CODE } from './test-support/secrets.ts';
import {
  checkAnswer,
  errorAnswer,
  fieldsOf,
  PROFILE_ID,
  telnyxWords,
  VERIFICATION_ID,
  verificationAnswer,
} from './test-support/telnyx-answers.ts';

const TO = '+14155550123';

/** A vendor with one verification, which it approves once. */
function serve(scenario: VerificationProviderScenario, word: VendorWord): VendorListener {
  let isOpen = true;
  return (request, response) => {
    const { phone_number = '', code } = fieldsOf(request);
    if (request.url === '/v2/verifications/sms') {
      const said = word();
      answerJson(response, 200, verificationAnswer(phone_number, said === null ? {} : { id: said }));
      return;
    }
    const isKnown = [VERIFICATION_ID, `by_phone_number/${TO}`].some(
      (name) => request.url === `/v2/verifications/${name}/actions/verify`,
    );
    const hasEnded = scenario.vendor === 'has-expired' || scenario.vendor === 'knows-nothing';
    if (!isKnown || hasEnded) {
      answerJson(response, 404, errorAnswer('10005'));
      return;
    }
    // Telnyx documents no answer for too many guesses; the one word it has for a no is this.
    const isRight = code === CODE && isOpen && scenario.vendor !== 'is-exhausted';
    if (isRight) isOpen = false;
    const to = scenario.vendor === 'approves-another-number' ? '+14155550199' : TO;
    answerJson(response, 200, checkAnswer(to, isRight ? 'accepted' : 'rejected'));
  };
}

const createAt = (baseUrl: string, create = createTelnyxVerificationProvider) =>
  create({ apiKey: API_KEY, verifyProfileId: PROFILE_ID, baseUrl: `${baseUrl}/v2`, timeoutMs: 1_500 });

const KNOWN = { reference: VERIFICATION_ID, rightCode: CODE, credentials: [API_KEY] };

verificationProviderContract(
  { describe, it },
  {
    name: 'createTelnyxVerificationProvider',
    async arrange(scenario, word) {
      const redirected = { call: 'check', vendor: 'decides' } as const;
      const serves = serve(scenario.vendor === 'redirects' ? redirected : scenario, word);
      const vendor = await arrangeVendor(behaviourOf(scenario.vendor), telnyxWords(serves, word));
      return { ...KNOWN, provider: createAt(vendor.url), countRequests: vendor.countRequests };
    },
    library: {
      name: 'telnyx',
      async arrangeWithout(error) {
        const load = () => import('./telnyx-verification-provider.ts');
        const { createTelnyxVerificationProvider: create } = await withoutPackage(
          (factory) => vi.doMock('telnyx', factory),
          error,
          load,
        );
        return { ...KNOWN, provider: createAt('http://127.0.0.1:9', create), countRequests: () => 0 };
      },
    },
    createAt: (baseUrl) => createAt(baseUrl),
  },
);
