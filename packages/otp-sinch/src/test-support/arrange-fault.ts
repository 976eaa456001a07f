import type { VendorFault } from '@countersign/otp-testing';
import { findClosedPort, onRequest, type SinchListener, startLocalSinch, startTcpServer } from './local-sinch.ts';

/** A vendor on loopback, and how many requests it or whom it redirects to has seen. */
export interface ArrangedSinch {
  readonly url: string;
  countRequests(): number;
  dispose(): Promise<void>;
}

/** What a fault looks like in this API's own words. */
export interface OwnWords {
  readonly accepts: SinchListener;
  readonly refuses: SinchListener;
  readonly throttles: SinchListener;
}

/** A real server for every scenario of the contracts. */
export async function arrangeSinch(scenario: SinchListener | VendorFault, words: OwnWords): Promise<ArrangedSinch> {
  if (scenario === 'refuses-connection') {
    const port = await findClosedPort();
    return { url: `http://127.0.0.1:${port}`, countRequests: () => 0, dispose: async () => undefined };
  }
  if (scenario === 'cuts-connection') {
    let requests = 0;
    const server = await startTcpServer((socket) =>
      onRequest(socket, () => {
        requests += 1;
        socket.destroy();
      }),
    );
    return { url: server.url, countRequests: () => requests, dispose: server.close };
  }
  const elsewhere = await startLocalSinch(words.accepts);
  const sinch = await startLocalSinch(
    typeof scenario === 'function' ? scenario : listenerOf(scenario, elsewhere.url, words),
  );
  return {
    url: sinch.url,
    countRequests: () => sinch.requests.length + elsewhere.requests.length,
    async dispose() {
      await Promise.all([sinch.close(), elsewhere.close()]);
    },
  };
}

type AnsweredFault = Exclude<VendorFault, 'refuses-connection' | 'cuts-connection'>;

function listenerOf(fault: AnsweredFault, elsewhere: string, words: OwnWords): SinchListener {
  switch (fault) {
    case 'refuses':
    case 'throttles':
      return words[fault];
    case 'fails':
      return (_received, response) => response.writeHead(500).end('{"errorCode":50000,"message":"oops"}');
    case 'hangs':
      return () => {};
    case 'answers-garbage':
      return (_received, response) => response.end('<html>not Sinch</html>');
    case 'answers-hugely':
      return (_received, response) => response.end('x'.repeat(10_000_000));
    case 'redirects':
      return (received, response) => response.writeHead(307, { Location: `${elsewhere}${received.url}` }).end();
  }
}

/** Answers with JSON. */
export function json(statusCode: number, content: unknown, headers: Record<string, string> = {}): SinchListener {
  return (_received, response) => {
    response.writeHead(statusCode, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(content));
  };
}
