import type { ServerResponse } from 'node:http';
import type { VendorFault } from '@countersign/otp-testing';
import { errorAnswer } from './account.ts';
import {
  findClosedPort,
  type LocalServer,
  onRequest,
  type ReceivedRequest,
  startLocalServer,
  startTcpServer,
} from './local-server.ts';

/** A vendor at an address, and how often it was asked. */
export interface ArrangedVendor {
  readonly baseUrl: string;
  countRequests(): number;
}

type Serve = (request: ReceivedRequest, response: ServerResponse) => void;

/** A real server on loopback for every fault of the contracts; `serve` is what a vendor without one does. */
export async function arrangeVendor(fault: VendorFault | null, serve: Serve): Promise<ArrangedVendor> {
  const seen = ({ url, requests }: LocalServer): ArrangedVendor => ({
    baseUrl: url,
    countRequests: () => requests.length,
  });
  switch (fault) {
    case null:
      return seen(await startLocalServer(serve));
    case 'refuses':
      return seen(await startLocalServer((_request, response) => answerJson(response, 400, errorAnswer(21211, 400))));
    case 'throttles':
      return seen(await startLocalServer((_request, response) => answerJson(response, 429, errorAnswer(20429, 429))));
    case 'fails':
      return seen(await startLocalServer((_request, response) => answerJson(response, 500, errorAnswer(20500, 500))));
    case 'hangs':
      return seen(await startLocalServer(() => undefined));
    case 'answers-garbage':
      return seen(await startLocalServer((_request, response) => response.end('<html>{"sid":')));
    case 'answers-hugely':
      return seen(await startLocalServer((_request, response) => response.end(Buffer.alloc(10_000_000, '{'))));
    case 'cuts-connection':
      return cutConnections();
    case 'refuses-connection':
      return { baseUrl: `http://127.0.0.1:${await findClosedPort()}`, countRequests: () => 0 };
    case 'redirects':
      return redirect(serve);
  }
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function cutConnections(): Promise<ArrangedVendor> {
  let requests = 0;
  const port = await startTcpServer((socket) =>
    onRequest(socket, () => {
      requests += 1;
      socket.resetAndDestroy();
    }),
  );
  return { baseUrl: `http://127.0.0.1:${port}`, countRequests: () => requests };
}

async function redirect(serve: Serve): Promise<ArrangedVendor> {
  const elsewhere = await startLocalServer(serve);
  const vendor = await startLocalServer(({ url }, response) => {
    response.writeHead(307, { Location: `http://localhost:${elsewhere.port}${url}` }).end();
  });
  return { baseUrl: vendor.url, countRequests: () => vendor.requests.length + elsewhere.requests.length };
}
