import type { GatewayPreset } from './gateway-preset.ts';
import { sameCategory } from './same-category.ts';

/**
 * The webservices of playSMS, at `https://host/index.php`, with the webservices token as the password. The answer to a
 * message taken is the one of its manual, which shows none to a message refused: the places of `ERR` and of the code
 * are not confirmed by it.
 */
export const playsmsWs: GatewayPreset = {
  needs: ['username', 'password'],
  method: 'POST',
  parameterNames: { username: 'u', password: 'h', to: 'to', text: 'msg', from: 'from' },
  parameters: { app: 'ws', op: 'pv' },
  unicode: { parameters: { unicode: '1' } },
  answers: {
    accepted: { status: 200, json: { path: 'data[*].status', equals: 'OK' } },
    refused: [
      { json: { path: 'status', equals: 'ERR' } },
      { json: { path: 'data[*].status', equals: 'ERR' } },
      { body: /^ERR \d{3}\b/ },
    ],
  },
  failureCodes: {
    find: /^ERR (\d{3})\b|"error" {0,2}: {0,2}"?(\d{3})\b/,
    categories: {
      ...sameCategory('authentication', [100, 104, 105, 106]),
      ...sameCategory('configuration', [101, 102, 201]),
      '103': 'insufficient-funds',
    },
    // Credit for what this number costs; a number of which nothing was left.
    dependOnRecipient: ['103', '201'],
  },
  messageId: { json: 'data[0].smslog_id' },
};
