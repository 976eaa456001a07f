import type { GatewayPreset } from './gateway-preset.ts';
import { sameCategory } from './same-category.ts';

/**
 * iSMS Malaysia. Its page of answers says in so many words that an empty 200 is a success. Parameters are those that
 * clients send; that a Unicode text (`type=2`) is plain UTF-8 is not confirmed by the vendor's manual.
 */
export const ismsMy: GatewayPreset = {
  needs: ['username', 'password'],
  endpoint: 'https://www.isms.com.my/isms_send.php',
  parameterNames: { username: 'un', password: 'pwd', to: 'dstno', text: 'msg', from: 'sendid' },
  parameters: { type: '1', agreedterm: 'YES' },
  phoneFormat: 'digits',
  unicode: { parameters: { type: '2' } },
  answers: {
    accepted: [
      { status: 200, body: /^2000 = SUCCESS(?:[:\s]|$)/ },
      { status: 200, body: /^\s{0,8}$/ },
    ],
    refused: { body: /^-1\d{3}\b/ },
  },
  failureCodes: {
    find: /^(-1\d{3})\b/,
    categories: {
      ...sameCategory('authentication', [-1001, -1003]),
      '-1002': 'account-suspended',
      '-1004': 'insufficient-funds',
      ...sameCategory('configuration', [-1005, -1008, -1013]),
      ...sameCategory('content-rejected', [-1006, -1007, -1012]),
      '-1009': 'invalid-recipient',
    },
  },
  messageId: /^2000 = SUCCESS: {0,2}(\d{1,40})\b/,
};
