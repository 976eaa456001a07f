/** Stands between a client and a server, and cuts, loses or holds back what passes. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** The next reply is cut after so many bytes, and the connection with it; the one after it passes again. */
  cutNextReply(afterBytes?: number): void;
  /** From now on nothing passes, and nobody is told. */
  holdBack(): void;
  /** Ends all connections, and holds back new ones. */
  interrupt(): void;
  /** Passes on what was held back and all that comes. */
  letThrough(): void;
  /** How many connections there have been. */
  readonly connections: number;
  close(): Promise<void>;
}

export async function startTcpProxy(serverPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let cutAfterBytes: number | null = null;
  let isHolding = false;
  let connections = 0;

  function track(socket: Socket, other: Socket): void {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  }

  const server = createServer((client) => {
    connections += 1;
    const upstream = connect(serverPort, '127.0.0.1');
    track(client, upstream);
    track(upstream, client);
    client.on('data', (chunk) => upstream.write(chunk));
    upstream.on('data', (chunk) => {
      if (cutAfterBytes === null) {
        client.write(chunk);
        return;
      }
      const kept = chunk.subarray(0, cutAfterBytes);
      cutAfterBytes = null;
      client.end(kept);
      upstream.destroy();
    });
    if (isHolding) for (const socket of [client, upstream]) socket.pause();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();

  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    get connections() {
      return connections;
    },
    cutNextReply(afterBytes = 0) {
      cutAfterBytes = afterBytes;
    },
    holdBack() {
      isHolding = true;
      for (const socket of sockets) socket.pause();
    },
    interrupt() {
      isHolding = true;
      for (const socket of sockets) socket.destroy();
    },
    letThrough() {
      isHolding = false;
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
