import type { GatewayPreset } from './gateway-preset.ts';

/**
 * OrgDS API-X, with the token of a sub-account as the API key. Parameters and codes by its pages; what follows a code in
 * an answer is not confirmed by them, so only the code at its start is read.
 */
export const orgdsApix: GatewayPreset = {
  needs: ['apiKey', 'from'],
  authentication: 'parameters',
  parameterNames: { apiKey: 'token', to: 'recipients', text: 'message', from: 'sender' },
  parameters: { cmd: 'send' },
  phoneFormat: 'digits',
  answers: {
    accepted: { status: 200, body: /^600(?:[:\s]|$)/ },
    refused: { body: /^7(?:0\d|1[0-4])(?:[:\s]|$)/ },
  },
  failureCodes: {
    find: /^(7\d{2})(?:[:\s]|$)/,
    categories: {
      '706': 'authentication',
      '708': 'invalid-recipient',
      '709': 'insufficient-funds',
      '713': 'account-suspended',
    },
    // Balance for what this number costs.
    dependOnRecipient: ['709'],
  },
};
