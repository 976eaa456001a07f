import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Real servers on loopback that misbehave as told and end with the test. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface LocalVendor {
  readonly baseUrl: string;
  readonly port: number;
  /** Every request that arrived whole, oldest first. */
  readonly requests: readonly ReceivedRequest[];
}

/** Answers a request whose body is given as parsed JSON. */
export type VendorListener = (...request: [...Parameters<RequestListener>, body: Record<string, string>]) => void;

/** An HTTP server that keeps what it is asked and answers by `listener`. */
export async function startLocalVendor(listener: VendorListener): Promise<LocalVendor> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      listener(request, response, body === '' ? {} : JSON.parse(body));
    });
  });
  const port = await listenUntilTestEnds(server);
  return { baseUrl: `http://127.0.0.1:${port}/v2`, port, requests };
}

/** A TCP server for what HTTP servers do not do. */
export async function startTcpServer(onSocket: (socket: Socket) => void): Promise<number> {
  return listenUntilTestEnds(createTcpServer(onSocket));
}

/** Starts a server on a free loopback port; its open connections are cut when the test has finished. */
async function listenUntilTestEnds(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** A loopback port on which nothing listens. */
export async function findClosedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Calls back once the head of a request has been read from the socket. */
export function onRequest(socket: Socket, callback: () => void): void {
  let received = '';
  socket.on('data', (chunk) => {
    const isFirst = !received.includes('\r\n\r\n');
    received += chunk.toString('latin1');
    if (isFirst && received.includes('\r\n\r\n')) callback();
  });
}
