import type { GatewayPreset } from './gateway-preset.ts';

/**
 * Sinch's HTTP interface of CLX times, at `https://http-<host>.clxcommunications.com:3801/sendsms`. Its failures are
 * statuses with a plain text, such as 406 `Not acceptable 3`. That a text is told to be UTF-8 and to need UCS-2 by
 * `charset` and `coding` is as with Kannel; the values are not confirmed by the vendor's manual.
 */
export const sinchHttpBasic: GatewayPreset = {
  needs: ['username', 'password'],
  parameterNames: { username: 'username', password: 'password', to: 'to', text: 'text', from: 'from' },
  parameters: { charset: 'UTF-8', coding: '0' },
  unicode: { parameters: { coding: '2' } },
  answers: {
    accepted: { status: 202, body: /^[0-9a-f]{32}\s{0,2}$/ },
    refused: { status: 400, body: /^Invalid /, category: 'configuration', dependsOn: 'recipient' },
  },
  messageId: /^([0-9a-f]{32})\s{0,2}$/,
};
