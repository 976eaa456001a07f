import { smsSenderContract } from '@countersign/otp-testing';
import { describe, it } from 'vitest';
import { createSinchSmsSender } from './sinch-sms-sender.ts';
import { arrangeSinch, json, type OwnWords } from './test-support/arrange-fault.ts';
import { SECRETS, SERVICE_PLAN } from './test-support/secrets.ts';

const WORDS: OwnWords = {
  accepts: (received, response) => {
    const { to } = JSON.parse(received.body) as { to: readonly string[] };
    json(201, { id: '01FC66621XXXXX119Z8PMV1QPQ', to, canceled: false, type: 'mt_text' })(received, response);
  },
  refuses: json(400, { code: 'syntax_invalid_parameter_format', text: 'No.' }),
  throttles: json(429, { code: 'too_many_requests', text: 'Slow down.' }, { 'Retry-After': '5' }),
};

smsSenderContract(
  { describe, it },
  {
    name: 'createSinchSmsSender',
    async arrange(scenario) {
      const { url, ...sinch } = await arrangeSinch(scenario === 'accepts' ? WORDS.accepts : scenario, WORDS);
      const sender = createSinchSmsSender({ ...SERVICE_PLAN, baseUrl: url, timeoutMs: 1_500 });
      return { sender, ...sinch, credentials: SECRETS };
    },
  },
);
