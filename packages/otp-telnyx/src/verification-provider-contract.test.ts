import { type VerificationProviderScenario, verificationProviderContract } from '@countersign/otp-testing';
import { describe, it } from 'vitest';
import { createTelnyxVerificationProvider } from './telnyx-verification-provider.ts';
import { arrangeVendor } from './test-support/arrange-vendor.ts';
import type { VendorListener } from './test-support/local-vendor.ts';
import { API_KEY, CODE } from './test-support/secrets.ts';
import {
  answerJson,
  checkAnswer,
  errorAnswer,
  PROFILE_ID,
  VERIFICATION_ID,
  verificationAnswer,
} from './test-support/telnyx-answers.ts';

const TO = '+14155550123';

/** A vendor with one verification, which it approves once. */
function serve(scenario: VerificationProviderScenario): VendorListener {
  let isOpen = true;
  return (request, response, { phone_number = '', code }) => {
    if (request.url === '/v2/verifications/sms') {
      answerJson(response, 200, verificationAnswer(phone_number));
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

const SERVED: readonly string[] = [
  'accepts',
  'decides',
  'approves-another-number',
  'has-expired',
  'is-exhausted',
  'knows-nothing',
];

verificationProviderContract(
  { describe, it },
  {
    name: 'createTelnyxVerificationProvider',
    async arrange(scenario) {
      const { vendor: behaviour } = scenario;
      const fault = SERVED.includes(behaviour) ? 'serves' : (behaviour as Parameters<typeof arrangeVendor>[0]);
      const redirected = { call: 'check', vendor: 'decides' } as const;
      const vendor = await arrangeVendor(fault, serve(behaviour === 'redirects' ? redirected : scenario));
      return {
        provider: createTelnyxVerificationProvider({
          apiKey: API_KEY,
          verifyProfileId: PROFILE_ID,
          baseUrl: vendor.baseUrl,
          timeoutMs: 1_500,
        }),
        reference: VERIFICATION_ID,
        rightCode: CODE,
        countRequests: vendor.countRequests,
        credentials: [API_KEY],
      };
    },
  },
);
