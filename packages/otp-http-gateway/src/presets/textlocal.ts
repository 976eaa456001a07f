import type { GatewayPreset } from './gateway-preset.ts';

/**
 * Textlocal; in Britain the endpoint is `https://api.txtlocal.com/send/`. It answers 200 to everything. That `status`
 * and `errors` decide is what its client does; the address and the codes are not confirmed by the vendor's manual.
 */
export const textlocal: GatewayPreset = {
  needs: ['apiKey'],
  endpoint: 'https://api.textlocal.in/send/',
  authentication: 'parameters',
  method: 'POST',
  parameterNames: { apiKey: 'apikey', to: 'numbers', text: 'message', from: 'sender' },
  phoneFormat: 'digits',
  answers: {
    accepted: { status: 200, json: { path: 'status', equals: 'success' } },
    refused: { json: { path: 'status', equals: 'failure' } },
  },
  failureCodes: {
    find: { json: 'errors[0].code' },
    categories: {
      '3': 'authentication',
      '7': 'insufficient-funds',
      '43': 'configuration',
      '51': 'invalid-recipient',
    },
    // Credits for what this number costs.
    dependOnRecipient: ['7'],
  },
  messageId: { json: 'messages[0].id' },
};
