import type { GatewayPreset } from './gateway-preset.ts';

/**
 * The HTTP API of Jasmin, at `http://host:1401/send`. By its manual. It converts `content` to the GSM alphabet; what
 * goes beyond has to be given as bytes. Its 500 is a fallback that does not say what was queued: never a refusal.
 */
export const jasmin: GatewayPreset = {
  needs: ['username', 'password'],
  method: 'POST',
  parameterNames: { username: 'username', password: 'password', to: 'to', text: 'content', from: 'from' },
  parameters: { coding: '0' },
  unicode: { textEncoding: 'ucs-2-hex', textName: 'hex-content', parameters: { coding: '8' } },
  answers: {
    accepted: { status: 200, body: /^Success "[^"\s]{1,128}"/ },
    refused: [
      { status: 403, body: /^Error "Cannot charge /, category: 'insufficient-funds', dependsOn: 'recipient' },
      { status: 403, body: /^Error "/, category: 'authentication' },
      { status: 412, body: /^Error "No route found"/, category: 'unreachable-recipient' },
      // Any parameter; a filter of the user's on destinations is one.
      { status: 400, body: /^Error "/, category: 'configuration', dependsOn: 'recipient' },
      { body: /^Error "/ },
    ],
    // The connector of this number's route is down, perhaps.
    uncertain: { status: 500, body: /^Error "/, dependsOn: 'recipient' },
  },
  messageId: /^Success "([^"\s]{1,128})"/,
};
