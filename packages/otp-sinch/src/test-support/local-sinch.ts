import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';

/** Real servers on loopback that misbehave as told. Whoever starts one closes it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface LocalServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface LocalSinch extends LocalServer {
  /** Every request that arrived whole, oldest first. */
  readonly requests: readonly ReceivedRequest[];
}

/** Answers a request whose body has been read. */
export type SinchListener = (received: ReceivedRequest, response: Parameters<RequestListener>[1]) => void;

/** An HTTP server that keeps what it is asked and answers by `listener`. */
export async function startLocalSinch(listener: SinchListener): Promise<LocalSinch> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const received = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      requests.push(received);
      listener(received, response);
    });
  });
  return { ...(await listen(server)), requests };
}

/** A TCP server for what HTTP servers do not do. */
export function startTcpServer(onSocket: (socket: Socket) => void): Promise<LocalServer> {
  return listen(createTcpServer(onSocket));
}

/** Starts any server on a free loopback port; closing it cuts its open connections. */
export async function listen(server: Server, scheme: 'http' | 'https' = 'http'): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://${scheme === 'https' ? 'localhost' : '127.0.0.1'}:${port}`,
    port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Where nobody listens. */
export async function findClosedPort(): Promise<number> {
  const server = await startTcpServer(() => undefined);
  await server.close();
  return server.port;
}

/** Calls back once a whole request has been read from the socket. */
export function onRequest(socket: Socket, callback: () => void): void {
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    const [head = '', body] = received.split('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (body !== undefined && body.length >= length) callback();
  });
}
