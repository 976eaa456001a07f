import type { GatewayPreset } from './gateway-preset.ts';

/**
 * The `sendsms` service of Kannel's smsbox, at `http://host:13013/cgi-bin/sendsms`. By its user guide and the strings
 * of smsbox. Its 503 comes from smsbox itself, before it has queued anything; any other 503 is a balancer's.
 */
export const kannel: GatewayPreset = {
  needs: ['username', 'password'],
  parameterNames: { username: 'username', password: 'password', to: 'to', text: 'text', from: 'from' },
  parameters: { charset: 'UTF-8', coding: '0' },
  unicode: { parameters: { coding: '2' } },
  answers: {
    accepted: { status: 202, body: /^(?:0: Accepted for delivery|3: Queued for later delivery|Sent\.)/ },
    refused: [
      { body: /^Authorization failed for sendsms/, category: 'authentication' },
      { body: /^Not routable\. Do not try again\./, category: 'unreachable-recipient' },
    ],
    temporary: { status: 503, body: /^Temporal failure, try again later\./, category: 'unavailable' },
  },
};
