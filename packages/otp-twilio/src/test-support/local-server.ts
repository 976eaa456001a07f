import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Real servers on loopback that behave as told and end with the test. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface LocalServer {
  readonly url: string;
  readonly port: number;
  /** Every request that arrived whole, oldest first. */
  readonly requests: readonly ReceivedRequest[];
}

/** An HTTP server that keeps what it is asked and answers by `listener`. */
export async function startLocalServer(
  listener: (request: ReceivedRequest, response: Parameters<RequestListener>[1]) => void,
): Promise<LocalServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const received = { method, url, headers, body };
      requests.push(received);
      listener(received, response);
    });
  });
  const port = await listenUntilTestEnds(server);
  return { url: `http://127.0.0.1:${port}`, port, requests };
}

/** A TCP server for what HTTP servers do not do. */
export async function startTcpServer(onSocket: (socket: Socket) => void): Promise<number> {
  return listenUntilTestEnds(createTcpServer(onSocket));
}

/** Starts any server on a free loopback port; its open connections are cut when the test has finished. */
export async function listenUntilTestEnds(server: Server): Promise<number> {
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

/** Calls back once a whole head of a request has been read from the socket. */
export function onRequest(socket: Socket, callback: () => void): void {
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    if (received.includes('\r\n\r\n')) callback();
  });
}
