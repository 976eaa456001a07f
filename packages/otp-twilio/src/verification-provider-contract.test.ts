import { type VerificationProviderScenario, verificationProviderContract } from '@countersign/otp-testing';
import { describe, it } from 'vitest';
import {
  ACCOUNT,
  CODE,
  checkAnswer,
  errorAnswer,
  SECRETS,
  SERVICE_SID,
  TO,
  VERIFICATION_SID,
  verificationAnswer,
} from './test-support/account.ts';
import { answerJson, arrangeVendor } from './test-support/arrange-vendor.ts';
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

const SERVED = ['accepts', 'decides', 'approves-another-number', 'has-expired', 'is-exhausted', 'knows-nothing'];

verificationProviderContract(
  { describe, it },
  {
    name: 'createTwilioVerificationProvider',
    async arrange(scenario) {
      let isSpent = false;
      const isServed = SERVED.includes(scenario.vendor);
      const fault = isServed ? null : (scenario.vendor as Parameters<typeof arrangeVendor>[0]);
      const vendor = await arrangeVendor(fault, ({ url, body }, response) => {
        const form = new URLSearchParams(body);
        if (form.get('Status') === 'canceled') isSpent = true;
        if (!url.endsWith('/VerificationCheck')) {
          answerJson(response, 201, verificationAnswer({ status: form.get('Status') ?? 'pending' }));
          return;
        }
        const isKnown = form.get('VerificationSid') === VERIFICATION_SID || form.get('To') === TO;
        const [status, answer] = judge(scenario, isKnown ? form.get('Code') : null, isSpent);
        if (status === 200 && form.get('Code') === CODE) isSpent = true;
        answerJson(response, status, answer);
      });
      const { baseUrl, countRequests } = vendor;
      return {
        provider: createTwilioVerificationProvider({ ...ACCOUNT, serviceSid: SERVICE_SID, baseUrl, timeoutMs: 1_500 }),
        reference: VERIFICATION_SID,
        rightCode: CODE,
        countRequests,
        credentials: SECRETS,
      };
    },
  },
);
