import type { GatewayPreset } from './gateway-preset.ts';

/**
 * What playSMS's generic gateway speaks to: an address with `{USERNAME}`, `{PASSWORD}`, `{SENDER}`, `{TO}` and
 * `{MESSAGE}` in it, answered by the number of the message, or by a zero and a reason. A callback address, where the
 * gateway wants one, is written into the endpoint.
 */
export const playsmsGeneric: GatewayPreset = {
  needs: [],
  parameterNames: { username: 'username', password: 'password', to: 'to', text: 'message', from: 'sender' },
  answers: {
    accepted: { status: 200, body: /^[1-9]\d{0,39}(?:\s|$)/ },
    refused: { body: /^0(?:\s|$)/ },
  },
  messageId: /^([1-9]\d{0,39})(?:\s|$)/,
};
