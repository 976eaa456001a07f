/** Two gateways that have nothing in common: statuses and words by GET, and 200 with JSON to everything by POST. */
import { gatewayContract } from './test-support/gateway-contract.ts';

gatewayContract(
  ' with kannel',
  { preset: 'kannel', from: 'Acme' },
  {
    accepts: () => [202, '0: Accepted for delivery'],
    refuses: (word) => [403, `Not routable. Do not try again. ${word ?? ''}`],
    throttles: [429, ''],
  },
);

gatewayContract(
  ' with vonage-sms',
  { preset: 'vonage-sms', from: 'Acme' },
  {
    accepts: (word) => [200, JSON.stringify({ messages: [{ status: '0', 'message-id': word ?? '0A1' }] })],
    refuses: (word) => [200, JSON.stringify({ messages: [{ status: '6', 'error-text': word ?? 'Unroutable' }] })],
    throttles: [200, '{"messages":[{"status":"1","error-text":"Throttled"}]}'],
  },
);
