import type { GatewayPreset } from './gateway-preset.ts';
import { sameCategory } from './same-category.ts';

/**
 * LibyaSMS; its secret key is the password. Answers by its pages; the names of the parameters are those that clients
 * send and are not confirmed by the vendor's manual, so the endpoint is left to you.
 */
export const libyasms: GatewayPreset = {
  needs: ['apiKey', 'password', 'from'],
  authentication: 'parameters',
  parameterNames: { apiKey: 'apikey', password: 'secretkey', to: 'toUser', text: 'messageContent', from: 'callerID' },
  phoneFormat: 'digits',
  answers: {
    accepted: { status: 200, json: { path: 'Status', equals: '0' } },
    refused: { json: { path: 'Status', matches: /^(?:-\d{1,4}|[1-9]\d{0,3})$/ } },
    temporary: { json: { path: 'Status', equals: '137' } },
  },
  failureCodes: {
    find: { json: 'Status' },
    categories: {
      ...sameCategory('authentication', [108, 109, -42]),
      '101': 'unavailable',
      '114': 'content-rejected',
      '137': 'rate-limited',
    },
  },
  messageId: { json: 'Message_ID' },
};
