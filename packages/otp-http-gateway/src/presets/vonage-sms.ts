import type { GatewayPreset } from './gateway-preset.ts';
import { sameCategory } from './same-category.ts';

/**
 * Vonage's SMS API (formerly Nexmo), by its published description. It answers 200 to everything, with a status for each
 * part of a long text: only if all are taken is the message taken, and only if none is, it is refused.
 */
export const vonageSms: GatewayPreset = {
  needs: ['username', 'password', 'from'],
  endpoint: 'https://rest.nexmo.com/sms/json',
  method: 'POST',
  parameterNames: { username: 'api_key', password: 'api_secret', to: 'to', text: 'text', from: 'from' },
  phoneFormat: 'digits',
  unicode: { parameters: { type: 'unicode' } },
  answers: {
    accepted: { status: 200, json: { path: 'messages[*].status', equals: '0' } },
    refused: { json: { path: 'messages[*].status', matches: /^[1-9]\d{0,2}$/ } },
    temporary: { json: { path: 'messages[*].status', matches: /^(?:1|5|10)$/ } },
  },
  failureCodes: {
    find: { json: 'messages[0].status' },
    categories: {
      ...sameCategory('rate-limited', [1, 10]),
      ...sameCategory('configuration', [2, 3, 15, 22, 29]),
      ...sameCategory('authentication', [4, 14]),
      '5': 'unavailable',
      '6': 'unreachable-recipient',
      ...sameCategory('blocked-destination', [7, 33]),
      '8': 'account-suspended',
      '9': 'insufficient-funds',
    },
    // Any parameter; credit for this message; a sender that the country does not allow; its network; a number not on the list.
    dependOnRecipient: ['3', '9', '15', '22', '29'],
  },
  messageId: { json: 'messages[0].message-id' },
};
