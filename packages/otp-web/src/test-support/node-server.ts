import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type RequestOptions,
} from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import express, { type Express } from 'express';
import express4 from 'express4';
import { onTestFinished } from 'vitest';

/** A real server on a real socket, closed with the test. */
export interface NodeServer {
  readonly url: string;
  readonly port: number;
  /** One exchange by Node's client, which sends paths and headers as they are. */
  send(options: RequestOptions, body?: string): Promise<SentAnswer>;
  /** A bare connection, for what no client would send. */
  dial(): Promise<Socket>;
}

export interface SentAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** Both majors that the router is for. What the tests ask of Express is the same in both. */
export const EXPRESSES = [
  ['5', express],
  ['4', express4 as unknown as typeof express],
] as const;

export function startExpress(configure: (app: Express) => void, createApp = express): Promise<NodeServer> {
  const app = createApp();
  configure(app);
  return startNode(app);
}

export async function startNode(listener: RequestListener): Promise<NodeServer> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  await once(server, 'listening');
  return clientOf((server.address() as AddressInfo).port);
}

/** For a server that somebody else has started and closes. */
export function clientOf(port: number): NodeServer {
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    send: (options, body) => send({ host: '127.0.0.1', port, ...options }, body),
    async dial() {
      const socket = connect(port, '127.0.0.1');
      onTestFinished(() => void socket.destroy());
      await once(socket, 'connect');
      return socket;
    },
  };
}

async function send(options: RequestOptions, body: string | undefined): Promise<SentAnswer> {
  const request = httpRequest({ method: 'POST', ...options });
  request.setHeader('content-type', 'application/json');
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value !== undefined) request.setHeader(name, value);
  }
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, text: await text(response) };
}
