import type { GatewayPreset } from './gateway-preset.ts';

/**
 * The simple GET of BulkSMS's JSON API, by its published description: UTF-8, HTTP Basic, 201 with a list of messages.
 * A message can be `FAILED` in the very first answer.
 */
export const bulksmsJson: GatewayPreset = {
  needs: ['username', 'password'],
  endpoint: 'https://api.bulksms.com/v1/messages/send',
  authentication: 'basic',
  parameterNames: { to: 'to', text: 'body' },
  phoneFormat: 'e164',
  answers: {
    accepted: { status: 201, json: { path: '[*].id', matches: /^\S/ } },
    refused: { json: { path: '[*].status.type', equals: 'FAILED' } },
  },
  failureCodes: {
    find: /"type" {0,2}: {0,2}"[^"#]{0,200}#([a-z-]{1,32})"/,
    categories: { 'insufficient-credits': 'insufficient-funds' },
    // Credits for what this number costs.
    dependOnRecipient: ['insufficient-credits'],
  },
  messageId: { json: '[0].id' },
};
