/** Acme, the made-up vendor of `docs/writing-a-provider.md`, on loopback: it behaves as a scenario of the contracts says. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { SmsSenderScenario, VerificationProviderScenario } from '@countersign/otp-testing';

/** What Acme is to do with every request. */
export type AcmeBehaviour = SmsSenderScenario | VerificationProviderScenario['vendor'];

export interface ScriptedAcme {
  readonly baseUrl: string;
  /** Of Acme, and of whom it redirects to. */
  countRequests(): number;
  close(): Promise<void>;
}

export const REFERENCE = 'ver_a1B2c3D4e5';
export const RIGHT_CODE = '804617';
const NUMBER = '+14155550123';

/** Starts a server for one test. */
export async function startScriptedAcme(behaviour: AcmeBehaviour): Promise<ScriptedAcme> {
  let requests = 0;
  let isSpent = false;
  const sockets = new Set<Socket>();
  const server = createServer(async (request, response) => {
    requests += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const asked = JSON.parse(Buffer.concat(chunks).toString()) as Asked;
    const path = request.url ?? '';
    if (path.startsWith('/elsewhere')) return serve(path.replace('/elsewhere', ''), asked, response);
    switch (behaviour) {
      case 'accepts':
        return serve(path, asked, response);
      case 'decides': {
        const isKnown = asked.id === REFERENCE || asked.to === NUMBER;
        if (!isKnown || isSpent) return answer(response, 404, { error: 'no_such_verification' });
        isSpent = asked.code === RIGHT_CODE;
        return answer(response, 200, isSpent ? APPROVED : { status: 'denied' });
      }
      case 'approves-another-number':
        return answer(response, 200, { ...APPROVED, to: '+14155559999' });
      case 'has-expired':
        return answer(response, 200, { status: 'expired' });
      case 'is-exhausted':
        return answer(response, 200, { status: 'too_many_checks' });
      case 'knows-nothing':
        return answer(response, 404, { error: 'no_such_verification' });
      case 'refuses':
        return answer(response, 401, { error: 'bad_key' });
      case 'throttles':
        return answer(response, 429, {}, { 'Retry-After': '5' });
      case 'fails':
        return answer(response, 500, {});
      case 'answers-garbage':
        return response.end('<html>not Acme</html>');
      case 'answers-hugely':
        return response.end('x'.repeat(10_000_000));
      case 'redirects':
        return response.writeHead(307, { Location: `/elsewhere${path}` }).end();
      case 'cuts-connection':
        return request.socket.destroy();
      case 'hangs':
      case 'refuses-connection':
        return undefined;
    }
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  }
  if (behaviour === 'refuses-connection') await close();
  return { baseUrl: `http://127.0.0.1:${port}`, countRequests: () => requests, close };
}

interface Asked {
  readonly to?: string;
  readonly id?: string;
  readonly code?: string;
}

const APPROVED = { status: 'approved', to: NUMBER };

function serve(path: string, { to }: Asked, response: ServerResponse): unknown {
  if (path === '/verifications/check') return answer(response, 200, APPROVED);
  return answer(response, 201, { id: path === '/messages' ? 'msg_a1B2c3D4e5' : REFERENCE, to });
}

function answer(response: ServerResponse, statusCode: number, content: object, headers = {}): unknown {
  return response
    .writeHead(statusCode, { 'Content-Type': 'application/json', ...headers })
    .end(JSON.stringify(content));
}
