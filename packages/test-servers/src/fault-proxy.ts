/** Stands between a client and a server on loopback and misbehaves as a network does, on command. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type NetworkFault =
  /** Everything arrives so much later, in both directions. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** What the server says arrives once the proxy is healed. */
  | { readonly kind: 'hold-replies' }
  /** What the server says is lost, and so is the connection once the proxy is healed. */
  | { readonly kind: 'swallow-replies' }
  /** Nothing passes, either way; all of it arrives once the proxy is healed. */
  | { readonly kind: 'hold' }
  /** Nothing passes, either way, and nothing ever will on a connection that was open meanwhile. */
  | { readonly kind: 'freeze' }
  /** Open connections are cut and new ones refused. */
  | { readonly kind: 'refuse' };

export interface FaultProxy {
  readonly port: number;
  fail(fault: NetworkFault): void;
  heal(): void;
  /** Lets so many more bytes of the server's answers pass, then cuts that connection. Resolves once it has. */
  cutReplyAfter(bytes: number): Promise<void>;
  /** Cuts all connections; new ones are welcome. */
  cutAll(): void;
  /** Connections accepted so far. */
  connectionCount(): number;
  stop(): Promise<void>;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  /** What the server said while replies were held. */
  held: Buffer[];
  hasLostReplies: boolean;
}

interface Cut {
  bytesLeft: number;
  readonly done: () => void;
}

export async function startFaultProxy(serverPort: number): Promise<FaultProxy> {
  const links = new Set<Link>();
  let fault: NetworkFault | undefined;
  let cut: Cut | undefined;
  let accepted = 0;

  const listener = createServer((client) => {
    accepted += 1;
    if (fault?.kind === 'refuse') {
      client.on('error', () => undefined);
      client.destroy();
      return;
    }
    const link: Link = { client, server: connect(serverPort, '127.0.0.1'), held: [], hasLostReplies: false };
    links.add(link);
    client.setNoDelay(true);
    link.server.setNoDelay(true);
    const end = () => {
      links.delete(link);
      cutLink(link);
    };
    for (const socket of [client, link.server]) socket.on('error', end).on('close', end);
    client.on('data', (chunk) => pass(link.server, chunk));
    link.server.on('data', (chunk) => passReply(link, chunk));
    if (stopsAll(fault)) pause(link);
  });

  /** The delay is the same for all chunks, and timers of one length fire in order. */
  function pass(to: Socket, chunk: Buffer): void {
    if (fault?.kind === 'delay') setTimeout(() => to.write(chunk), fault.delayMs);
    else to.write(chunk);
  }

  function passReply(link: Link, chunk: Buffer): void {
    if (fault?.kind === 'hold-replies') link.held.push(chunk);
    else if (fault?.kind === 'swallow-replies') link.hasLostReplies = true;
    else if (cut === undefined) pass(link.client, chunk);
    else passUntilCut(link, chunk, cut);
  }

  function passUntilCut(link: Link, chunk: Buffer, running: Cut): void {
    if (chunk.length < running.bytesLeft) {
      running.bytesLeft -= chunk.length;
      pass(link.client, chunk);
      return;
    }
    cut = undefined;
    link.server.destroy();
    // Written, flushed, then gone: the client sees these bytes and no more.
    const part = chunk.subarray(0, running.bytesLeft);
    link.client.write(part, () => link.client.destroySoon());
    running.done();
  }

  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    fail(next) {
      fault = next;
      if (next.kind === 'refuse') for (const link of links) cutLink(link);
      if (stopsAll(next)) for (const link of links) pause(link);
    },
    heal() {
      const healed = fault;
      fault = undefined;
      for (const link of links) {
        if (healed?.kind === 'hold') resume(link);
        if (link.hasLostReplies) cutLink(link);
        else for (const chunk of link.held.splice(0)) passReply(link, chunk);
      }
    },
    cutReplyAfter: (bytes) =>
      new Promise((done) => {
        cut = { bytesLeft: bytes, done };
      }),
    cutAll() {
      for (const link of links) cutLink(link);
    },
    connectionCount: () => accepted,
    async stop() {
      for (const link of links) cutLink(link);
      listener.close();
      await once(listener, 'close');
    },
  };
}

function stopsAll(fault: NetworkFault | undefined): boolean {
  return fault?.kind === 'hold' || fault?.kind === 'freeze';
}

function pause({ client, server }: Link): void {
  for (const socket of [client, server]) socket.pause();
}

function resume({ client, server }: Link): void {
  for (const socket of [client, server]) socket.resume();
}

function cutLink({ client, server }: Link): void {
  client.destroy();
  server.destroy();
}
