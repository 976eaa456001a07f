import { type GatewayAnswers, gatewayContract } from './test-support/gateway-contract.ts';

const ANSWERS: GatewayAnswers = {
  accepts: (word) => [200, `OK ${word ?? 'm-1'}`],
  refuses: (word) => [400, `ERR ${word ?? '301'}`],
  throttles: [429, '', { 'Retry-After': '5' }],
};

gatewayContract('', {}, ANSWERS);

gatewayContract(
  ' that finds ids and codes',
  { messageId: /^OK (.+)$/, failureCodes: { find: /^ERR (.+)$/, categories: {} } },
  ANSWERS,
);
