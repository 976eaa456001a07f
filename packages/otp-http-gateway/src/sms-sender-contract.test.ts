import { smsSenderContract } from '@countersign/otp-testing';
import { describe, it } from 'vitest';
import { createHttpGatewaySmsSender } from './http-gateway-sms-sender.ts';
import { arrangeGateway } from './test-support/arrange-gateway.ts';
import { CREDENTIALS } from './test-support/secrets.ts';

smsSenderContract(
  { describe, it },
  {
    name: 'createHttpGatewaySmsSender',
    arrange: (scenario) =>
      arrangeGateway(
        scenario,
        (endpoint) => createHttpGatewaySmsSender({ endpoint, ...CREDENTIALS, timeoutMs: 1_500 }),
        {
          accepts: (_request, response) => response.end('OK'),
          refuses: (_request, response) => response.writeHead(400).end('unknown subscriber'),
          throttles: (_request, response) => response.writeHead(429, { 'Retry-After': '5' }).end(),
        },
      ),
  },
);
