import type { GatewayPreset } from './gateway-preset.ts';

/**
 * The legacy EAPI of BulkSMS, at `…/eapi/submission/send_sms/2/2.0` of a regional host. It reads ISO-8859-1; `dca`
 * with 16 bits and hexadecimal for all else is what its sample programs send. Codes that are not named are `unknown`.
 */
export const bulksmsEapi: GatewayPreset = {
  needs: ['username', 'password'],
  method: 'POST',
  parameterNames: { username: 'username', password: 'password', to: 'msisdn', text: 'message', from: 'sender' },
  phoneFormat: 'digits',
  textEncoding: 'latin-1',
  unicode: { textEncoding: 'ucs-2-hex', parameters: { dca: '16bit' } },
  answers: {
    accepted: { status: 200, body: /^0\|[^|]{0,64}\|\d/ },
    refused: { body: /^(?:22|23|24|25|27)\|/ },
    temporary: { body: /^40\|/ },
  },
  failureCodes: {
    find: /^(\d{1,3})\|/,
    categories: {
      '22': 'unavailable',
      '23': 'authentication',
      '24': 'configuration',
      '25': 'insufficient-funds',
      '27': 'rate-limited',
      '40': 'unavailable',
    },
    // Any of the data; credits for what this number costs.
    dependOnRecipient: ['24', '25'],
  },
  messageId: /^0\|[^|]{0,64}\|(\d{1,40})/,
};
