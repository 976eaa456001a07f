import type { GatewayPreset } from './gateway-preset.ts';
import { sameCategory } from './same-category.ts';

/**
 * Clickatell's classic HTTP API. It answers 200 to everything. That `unicode=1` wants UTF-16 in hexadecimal is not
 * confirmed by a manual we could read.
 */
export const clickatellHttp: GatewayPreset = {
  needs: ['username', 'password', 'parameters.api_id'],
  endpoint: 'https://api.clickatell.com/http/sendmsg',
  method: 'POST',
  parameterNames: { username: 'user', password: 'password', to: 'to', text: 'text', from: 'from' },
  phoneFormat: 'digits',
  unicode: { textEncoding: 'ucs-2-hex', parameters: { unicode: '1' } },
  answers: {
    accepted: { status: 200, body: /^ID: \S/ },
    refused: { body: /^ERR: \d{3}\b/ },
    temporary: { body: /^ERR: (?:130|901)\b/ },
  },
  failureCodes: {
    find: /^ERR: (\d{3})\b/,
    categories: {
      ...sameCategory('authentication', ['001', '002', '007']),
      '105': 'invalid-recipient',
      '114': 'unreachable-recipient',
      '121': 'blocked-destination',
      '122': 'opted-out',
      '123': 'configuration',
      '130': 'rate-limited',
      '301': 'insufficient-funds',
      '901': 'unavailable',
    },
    // Credits for what this number costs.
    dependOnRecipient: ['301'],
  },
  messageId: /^ID: (\S{1,128})/,
};
