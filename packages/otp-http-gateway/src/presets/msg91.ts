import type { GatewayPreset } from './gateway-preset.ts';
import { sameCategory } from './same-category.ts';

/** MSG91's v2 API by GET (its POST takes another structure), on the transactional route. By its manual. */
export const msg91: GatewayPreset = {
  needs: ['apiKey', 'from'],
  endpoint: 'https://api.msg91.com/api/v2/sendsms',
  authentication: 'parameters',
  parameterNames: { apiKey: 'authkey', to: 'mobiles', text: 'message', from: 'sender' },
  parameters: { route: '4', country: '0', response: 'json' },
  phoneFormat: 'digits',
  unicode: { parameters: { unicode: '1' } },
  answers: {
    accepted: { status: 200, json: { path: 'type', equals: 'success' } },
    refused: { json: { path: 'type', equals: 'error' } },
  },
  failureCodes: { find: { json: 'code' }, categories: sameCategory('authentication', [106, 418]) },
  messageId: { json: 'message' },
};
