import type { RequestListener } from 'node:http';
import type { SmsSender } from '@countersign/otp-core/spec';
import type { ArrangedSender, SmsSenderScenario } from '@countersign/otp-testing';
import { findClosedPort, type LocalGateway, onRequest, startLocalGateway, startTcpServer } from './local-gateway.ts';
import { CREDENTIALS } from './secrets.ts';

/** What every gateway says in words of its own. */
type OwnWords = Readonly<Record<'accepts' | 'refuses' | 'throttles', RequestListener>>;

/** A real gateway on loopback for every scenario of the contract. */
export async function arrangeGateway(
  scenario: SmsSenderScenario,
  createSender: (endpoint: string) => SmsSender,
  words: OwnWords,
): Promise<ArrangedSender> {
  const arranged = (endpoint: string, countRequests: () => number): ArrangedSender => ({
    sender: createSender(endpoint),
    countRequests,
    credentials: Object.values(CREDENTIALS),
  });
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
  const elsewhere = await startLocalGateway(words.accepts);
  const gateway = await startLocalGateway(listenerOf(scenario, elsewhere, words));
  return arranged(gateway.url, () => gateway.requests.length + elsewhere.requests.length);
}

type AnsweredScenario = Exclude<SmsSenderScenario, 'refuses-connection' | 'cuts-connection'>;

function listenerOf(scenario: AnsweredScenario, elsewhere: LocalGateway, words: OwnWords): RequestListener {
  switch (scenario) {
    case 'accepts':
    case 'refuses':
    case 'throttles':
      return words[scenario];
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
