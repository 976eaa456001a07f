/** Any server of Node's on a free port of loopback, whose connections are cut when it closes. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface LoopbackServer {
  readonly port: number;
  close(): Promise<void>;
}

export async function listenOnLoopback(server: Server): Promise<LoopbackServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Closes it when the test has finished. */
export async function listenUntilTestEnds(server: Server): Promise<number> {
  const { port, close } = await listenOnLoopback(server);
  onTestFinished(close);
  return port;
}

/** For what HTTP servers do not do. */
export function startTcpServer(onSocket: (socket: Socket) => void): Promise<number> {
  return listenUntilTestEnds(createServer(onSocket));
}

/** A port on which nobody listens. */
export async function findClosedPort(): Promise<number> {
  const { port, close } = await listenOnLoopback(createServer());
  await close();
  return port;
}

/** An address at which nobody listens. */
export async function findDeadUrl(): Promise<string> {
  return `http://127.0.0.1:${await findClosedPort()}`;
}
