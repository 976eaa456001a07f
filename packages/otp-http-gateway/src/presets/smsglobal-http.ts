import type { GatewayPreset } from './gateway-preset.ts';

/**
 * SMSGlobal's `http-api.php`. Parameters by its manual; the exact words of its answers are those that clients have
 * seen, with and without a colon, and are not confirmed by the vendor's manual. Whatever differs is `unknown`.
 */
export const smsglobalHttp: GatewayPreset = {
  needs: ['username', 'password', 'from'],
  endpoint: 'https://api.smsglobal.com/http-api.php',
  method: 'POST',
  parameterNames: { username: 'user', password: 'password', to: 'to', text: 'text', from: 'from' },
  parameters: { action: 'sendsms' },
  phoneFormat: 'digits',
  answers: {
    accepted: { status: 200, body: /^OK: 0; {1,4}(?:Sent queued message ID|SMSGlobalMsgID)/ },
    refused: { body: /^ERROR\b/ },
  },
  failureCodes: {
    find: /^ERROR:? {0,2}(\d{1,4})\b/,
    categories: { '8': 'invalid-recipient', '13': 'invalid-recipient', '88': 'insufficient-funds' },
    // Credits for what this number costs.
    dependOnRecipient: ['88'],
  },
  messageId: /SMSGlobalMsgID: {0,2}(\d{1,40})/,
};
