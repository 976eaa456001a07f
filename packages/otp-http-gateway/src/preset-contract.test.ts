import type { RequestListener } from 'node:http';
import { type ArrangedSender, type SmsSenderScenario, smsSenderContract } from '@countersign/otp-testing';
import { describe, it } from 'vitest';
import type { HttpGatewaySmsSenderOptions } from './http-gateway-options.ts';
import { createHttpGatewaySmsSender } from './http-gateway-sms-sender.ts';
import { arrangeGateway } from './test-support/arrange-gateway.ts';
import { CREDENTIALS } from './test-support/secrets.ts';

/** Two gateways that have nothing in common: statuses and words by GET, and 200 with JSON to everything by POST. */
const GATEWAYS: readonly {
  preset: 'kannel' | 'vonage-sms';
  answers: Record<'accepts' | 'refuses' | 'throttles', Says>;
}[] = [
  {
    preset: 'kannel',
    answers: {
      accepts: [202, '0: Accepted for delivery'],
      refuses: [403, 'Not routable. Do not try again.'],
      throttles: [429, ''],
    },
  },
  {
    preset: 'vonage-sms',
    answers: {
      accepts: [200, '{"messages":[{"status":"0","message-id":"0A1"}]}'],
      refuses: [200, '{"messages":[{"status":"6","error-text":"Unroutable"}]}'],
      throttles: [200, '{"messages":[{"status":"1","error-text":"Throttled"}]}'],
    },
  },
];

type Says = readonly [status: number, body: string];

const saying =
  ([status, body]: Says): RequestListener =>
  (_request, response) => {
    response.writeHead(status).end(body);
  };

for (const { preset, answers } of GATEWAYS) {
  const createSender = (endpoint: string) => {
    const options: HttpGatewaySmsSenderOptions = { preset, endpoint, ...CREDENTIALS, from: 'Acme', timeoutMs: 1_500 };
    return createHttpGatewaySmsSender(options);
  };
  const arrange = (scenario: SmsSenderScenario): Promise<ArrangedSender> =>
    arrangeGateway(scenario, createSender, {
      accepts: saying(answers.accepts),
      refuses: saying(answers.refuses),
      throttles: saying(answers.throttles),
    });
  smsSenderContract({ describe, it }, { name: `createHttpGatewaySmsSender with ${preset}`, arrange });
}
