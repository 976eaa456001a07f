/** A wire between client and server that a test can freeze or cut. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface TestProxy {
  readonly port: number;
  /** From now on nothing gets through, either way; connections stay open. */
  freeze(): void;
  /** New connections get through again; those that were open never do. */
  thaw(): void;
  /** Cuts a connection once so many bytes of the server's next reply have passed. */
  cutAfter(replyBytes: number): void;
  close(): Promise<void>;
}

export async function startProxy(serverPort: number): Promise<TestProxy> {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  let bytesUntilCut = Number.POSITIVE_INFINITY;

  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    if (isFrozen) socket.pause();
    return socket;
  };
  const proxy = createServer((client) => {
    const server = keep(connect(serverPort, '127.0.0.1'));
    keep(client)
      .on('data', (chunk) => server.write(chunk))
      .on('close', () => server.destroy());
    server
      .on('data', (chunk: Buffer) => {
        bytesUntilCut -= chunk.length;
        client.write(bytesUntilCut < 0 ? chunk.subarray(0, Math.max(0, chunk.length + bytesUntilCut)) : chunk);
        if (bytesUntilCut >= 0) return;
        bytesUntilCut = Number.POSITIVE_INFINITY;
        client.destroySoon();
        server.destroy();
      })
      .on('close', () => client.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (typeof address !== 'object' || address === null) throw new Error('No port of loopback is free.');

  return {
    port: address.port,
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      isFrozen = false;
    },
    cutAfter(replyBytes) {
      bytesUntilCut = replyBytes;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
