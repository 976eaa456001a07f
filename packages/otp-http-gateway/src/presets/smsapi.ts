import type { GatewayPreset } from './gateway-preset.ts';
import { sameCategory } from './same-category.ts';

/**
 * SMSAPI's `sms.do` with a bearer token; in Poland the endpoint is `https://api.smsapi.pl/sms.do`. Address, format and
 * authentication are those of its clients; the shape of a failure and its codes are not confirmed by the vendor's
 * manual, so a message counts as taken only where it has an id and no error stands beside it.
 */
export const smsapi: GatewayPreset = {
  needs: ['apiKey'],
  endpoint: 'https://api.smsapi.com/sms.do',
  authentication: 'bearer',
  method: 'POST',
  parameterNames: { to: 'to', text: 'message', from: 'from' },
  parameters: { format: 'json' },
  phoneFormat: 'digits',
  answers: {
    accepted: { status: 200, json: { path: 'list[*].id', matches: /^\S/ } },
    refused: { json: { path: 'error', matches: /^-?\d/ } },
  },
  failureCodes: {
    find: { json: 'error' },
    categories: {
      '13': 'invalid-recipient',
      '14': 'configuration',
      ...sameCategory('authentication', [101, 102, 105]),
      '103': 'insufficient-funds',
    },
    // Credits for what this number costs.
    dependOnRecipient: ['103'],
  },
  messageId: { json: 'list[0].id' },
};
