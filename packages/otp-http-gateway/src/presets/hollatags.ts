import type { GatewayPreset } from './gateway-preset.ts';

/**
 * Hollatags, by its pages. It answers 200 to everything. An id comes only to accounts that have it switched on, or with
 * the parameter `enable_msg_id`; it follows the number, which is left out here.
 */
export const hollatags: GatewayPreset = {
  needs: ['username', 'password', 'from'],
  endpoint: 'https://sms.hollatags.com/api/send',
  method: 'POST',
  parameterNames: { username: 'user', password: 'pass', to: 'to', text: 'msg', from: 'from' },
  parameters: { type: '0' },
  phoneFormat: 'digits',
  unicode: { parameters: { type: '2' } },
  answers: {
    accepted: [
      { status: 200, body: /^sent\s{0,2}$/ },
      { status: 200, body: /^\d{7,15}, {0,2}[\w-]{1,64}\s{0,2}$/ },
    ],
    refused: { body: /^error_[a-z]/ },
    temporary: { body: /^error_(?:billing|gw)\b/ },
  },
  failureCodes: {
    find: /^(error_[a-z]{1,20})\b/,
    categories: {
      error_param: 'configuration',
      error_credit: 'insufficient-funds',
      error_billing: 'unavailable',
      error_gw: 'unavailable',
      error_user: 'authentication',
      // Too many numbers, or one that is none: we send one.
      error_limit: 'invalid-recipient',
    },
    // Any parameter; credits for what this number costs.
    dependOnRecipient: ['error_param', 'error_credit'],
  },
  messageId: /^\d{7,15}, {0,2}([\w-]{1,64})\s{0,2}$/,
};
