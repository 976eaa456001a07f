import type { GatewayPreset } from './gateway-preset.ts';

/**
 * The plain HTTP service of node-auth recipes: credentials as parameters and a key in `X-API-Key`. Nobody has written
 * down what its answers look like, so it has no rules: any 2xx counts whose body does not look like a failure.
 */
export const nodeAuth: GatewayPreset = {
  needs: ['apiKey', 'username', 'password'],
  parameterNames: { username: 'username', password: 'password', to: 'phone', text: 'message' },
  phoneFormat: 'e164',
};
