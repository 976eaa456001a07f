/** The HTTP server: guard, route, reply. It knows no route by itself. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { InboxError } from '../errors/inbox-error.ts';
import type { AccessGuard } from './access-guard.ts';
import { HttpProblem } from './http-problem.ts';
import { createInboxRequest, type InboxRequest } from './inbox-request.ts';
import { BASE_HEADERS, createProblemReply, type Reply, writeReply } from './reply.ts';
import { findRoute, type Route } from './route.ts';

/** A route and how those who use it show the token and are refused. */
export interface ServedRoute extends Route {
  readonly readCredential?: (request: InboxRequest) => string | null;
  readonly createRefusal?: (problem: HttpProblem) => Reply;
}

export interface InboxServerOptions {
  readonly host: string;
  readonly port: number;
  readonly guard: AccessGuard;
  readonly routes: readonly ServedRoute[];
  /** Whose words a request is refused in that fits no route. @defaultValue the inbox's own */
  readonly findRefuser?: (request: InboxRequest) => Pick<ServedRoute, 'readCredential' | 'createRefusal'> | undefined;
}

export interface InboxServer {
  /** Resolves with the port. */
  listen(): Promise<number>;
  /** Stops listening, calls `endWaits`, then cuts every connection. */
  close(endWaits: () => void): Promise<void>;
}

const MAX_CONNECTIONS = 1024;
const HANG_UP_MS = 2_000;

export function createInboxServer({
  host,
  port,
  guard,
  routes,
  findRefuser = () => undefined,
}: InboxServerOptions): InboxServer {
  const server = createServer({
    maxHeaderSize: 32_768,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: 5_000,
  });
  const sockets = new Set<Socket>();
  server.maxConnections = MAX_CONNECTIONS;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('clientError', refuseUnreadable);
  server.on('request', (request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let createRefusal = createProblemReply;
    try {
      const inboxRequest = createInboxRequest(request, response);
      const found = findRoute(routes, inboxRequest);
      const isFound = !(found instanceof HttpProblem);
      const server = isFound ? found.route : findRefuser(inboxRequest);
      createRefusal = server?.createRefusal ?? createProblemReply;
      inboxRequest.checkTarget();
      guard.checkOrigin(inboxRequest);
      guard.checkToken(inboxRequest, server?.readCredential?.(inboxRequest) ?? null);
      if (!isFound) throw found;
      const reply = found.route.handle(inboxRequest, found.pathParameters);
      // No turn in between where there is nothing to wait for: a stream is counted before the next request is looked at.
      writeReply(response, reply instanceof Promise ? await reply : reply);
    } catch (error) {
      // What went wrong inside may quote a message, so it is neither told nor printed.
      const problem = error instanceof HttpProblem ? error : new HttpProblem('internal', 'The inbox failed.');
      writeReply(response, createRefusal(problem));
    }
  }

  return {
    listen: () => listen(server, host, port),
    async close(endWaits) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      endWaits();
      // One turn of the event loop: who waited gets an answer before the connection goes.
      await new Promise((resolve) => setImmediate(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => reject(toInboxError(error, host, port));
    server.once('error', onError);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', onError);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function toInboxError({ code }: NodeJS.ErrnoException, host: string, port: number): InboxError {
  if (code === 'EADDRINUSE') {
    return new InboxError(
      'INBOX_PORT_TAKEN',
      `Port ${port} on ${host} is taken, perhaps by another inbox. Port 0 takes any free one.`,
    );
  }
  return new InboxError(
    'INBOX_LISTEN_FAILED',
    `Cannot listen on port ${port} of ${host} (${code ?? 'unknown error'}).`,
  );
}

/** What the HTTP parser already refused has no response object: the answer is written by hand. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, headers, body } = createProblemReply(toProblem(error.code));
  const fields = Object.entries({ ...BASE_HEADERS, ...headers, Connection: 'close' });
  const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  // The other side may never hang up by itself.
  socket.setTimeout(HANG_UP_MS, () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} Refused\r\n${head}Content-Length: ${Buffer.byteLength(String(body))}\r\n\r\n${body}`);
}

function toProblem(code: string | undefined): HttpProblem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new HttpProblem('headers-too-large', 'The address and the headers are too long.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new HttpProblem('request-timeout', 'The request took too long to arrive.');
    default:
      return new HttpProblem('malformed-request', 'This is not a request in HTTP/1.1.');
  }
}
