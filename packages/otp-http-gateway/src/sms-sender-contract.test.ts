import type { RequestListener } from 'node:http';
import { type ArrangedSender, type SmsSenderScenario, smsSenderContract } from '@countersign/otp-testing';
import { describe, it } from 'vitest';
import { createHttpGatewaySmsSender } from './http-gateway-sms-sender.ts';
import {
  findClosedPort,
  type LocalGateway,
  onRequest,
  startLocalGateway,
  startTcpServer,
} from './test-support/local-gateway.ts';
import { CREDENTIALS } from './test-support/secrets.ts';

/** A real gateway on loopback for every scenario of the contract. */
async function arrange(scenario: SmsSenderScenario): Promise<ArrangedSender> {
  if (scenario === 'refuses-connection') return arranged(`http://127.0.0.1:${await findClosedPort()}/send`, () => 0);
  if (scenario === 'cuts-connection') {
    let requests = 0;
    const port = await startTcpServer((socket) =>
      onRequest(socket, () => {
        requests += 1;
        socket.destroy();
      }),
    );
    return arranged(`http://127.0.0.1:${port}/send`, () => requests);
  }
  const elsewhere = await startLocalGateway((_request, response) => response.end('OK'));
  const gateway = await startLocalGateway(listenerOf(scenario, elsewhere));
  return arranged(gateway.url, () => gateway.requests.length + elsewhere.requests.length);
}

function arranged(endpoint: string, countRequests: () => number): ArrangedSender {
  const sender = createHttpGatewaySmsSender({ endpoint, ...CREDENTIALS, timeoutMs: 1_500 });
  return { sender, countRequests, credentials: Object.values(CREDENTIALS) };
}

type AnsweredScenario = Exclude<SmsSenderScenario, 'refuses-connection' | 'cuts-connection'>;

function listenerOf(scenario: AnsweredScenario, elsewhere: LocalGateway): RequestListener {
  switch (scenario) {
    case 'accepts':
      return (_request, response) => response.end('OK');
    case 'refuses':
      return (_request, response) => response.writeHead(400).end('unknown subscriber');
    case 'throttles':
      return (_request, response) => response.writeHead(429, { 'Retry-After': '5' }).end();
    case 'fails':
      return (_request, response) => response.writeHead(500).end();
    case 'hangs':
      return () => {};
    case 'answers-garbage':
      return (_request, response) => response.end('<html>not a gateway</html>');
    case 'answers-hugely':
      return (_request, response) => response.end('x'.repeat(10_000_000));
    case 'redirects':
      return (_request, response) => response.writeHead(302, { Location: elsewhere.url }).end();
  }
}

smsSenderContract({ describe, it }, { name: 'createHttpGatewaySmsSender', arrange });
