import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { until } from './until.ts';

describe('startFaultProxy', () => {
  let server: Server;
  let proxy: FaultProxy;
  let received: string;

  beforeEach(async () => {
    received = '';
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        received += chunk;
        socket.write(`<${chunk}>`);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await startFaultProxy((server.address() as AddressInfo).port);
  });
  afterEach(async () => {
    await proxy.stop();
    server.close();
  });

  interface Client {
    readonly socket: Socket;
    heard(): string;
    isCut(): boolean;
  }

  function join(): Client {
    const socket = connect(proxy.port, '127.0.0.1');
    let heard = '';
    let isCut = false;
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      isCut = true;
    });
    return { socket, heard: () => heard, isCut: () => isCut };
  }

  async function say(client: Client, words: string): Promise<void> {
    client.socket.write(words);
    await until('the server to hear it', () => received.endsWith(words));
  }

  it('passes both ways on', async () => {
    const client = join();
    client.socket.write('hello');
    await until('the answer', () => client.heard() === '<hello>');
    expect(proxy.connectionCount()).toBe(1);
  });

  it('delays both directions and keeps the order', async () => {
    const client = join();
    proxy.fail({ kind: 'delay', delayMs: 60 });
    const startedMs = performance.now();
    client.socket.write('a');
    client.socket.write('b');
    await until('the answers', () => client.heard().replaceAll(/[<>]/g, '') === 'ab');
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(118);
  });

  it('holds what is said either way, on open connections and new ones, until it is healed', async () => {
    const early = join();
    await once(early.socket, 'connect');
    proxy.fail({ kind: 'hold' });
    const late = join();
    await until('the second connection', () => proxy.connectionCount() === 2);
    for (const client of [early, late]) client.socket.write('hello');
    // Whatever passes would have passed before this: both ends and the proxy share one event loop.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(received).toBe('');
    proxy.heal();
    await until('both answers', () => early.heard() === '<hello>' && late.heard() === '<hello>');
  });

  it('freezes connections for good, and lets new ones through once it is healed', async () => {
    const frozen = join();
    await say(frozen, 'hello');
    proxy.fail({ kind: 'freeze' });
    proxy.heal();
    const fresh = join();
    frozen.socket.write('lost');
    fresh.socket.write('heard');
    await until('the answer', () => fresh.heard() === '<heard>');
    expect(received).toBe('helloheard');
  });

  it('holds answers until it is healed', async () => {
    const client = join();
    proxy.fail({ kind: 'hold-replies' });
    await say(client, 'hello');
    expect(client.heard()).toBe('');
    await until('the proxy to have the answer, then deliver it', () => {
      proxy.heal();
      return client.heard() === '<hello>';
    });
    expect(client.isCut()).toBe(false);
  });

  it('swallows answers and never goes on with a conversation that has a gap', async () => {
    const client = join();
    proxy.fail({ kind: 'swallow-replies' });
    await say(client, 'hello');
    await until('the connection to be cut', () => {
      proxy.heal();
      return client.isCut();
    });
    expect(client.heard()).toBe('');
    const next = join();
    next.socket.write('again');
    await until('the answer', () => next.heard() === '<again>');
  });

  it.each([0, 3])('cuts an answer after %i bytes, once', async (bytes) => {
    const client = join();
    const cut = proxy.cutReplyAfter(bytes);
    client.socket.write('hello');
    await cut;
    await until('the end of the connection', client.isCut);
    expect(client.heard()).toBe('<hello>'.slice(0, bytes));
    expect(received).toBe('hello');
    const next = join();
    next.socket.write('again');
    await until('the answer', () => next.heard() === '<again>');
  });

  it('refuses connections, old and new, until it is healed', async () => {
    const client = join();
    client.socket.write('hello');
    await until('the answer', () => client.heard() !== '');
    proxy.fail({ kind: 'refuse' });
    await until('the end of the connection', client.isCut);
    await until('the end of the next one', join().isCut);
    proxy.heal();
    const next = join();
    next.socket.write('again');
    await until('the answer', () => next.heard() === '<again>');
  });
});
