import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import express, { type Express } from 'express';
import { onTestFinished } from 'vitest';

/** A real server on a real socket, closed with the test. */
export interface ExpressServer {
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

export async function startExpress(configure: (app: Express) => void): Promise<ExpressServer> {
  const app = express();
  configure(app);
  const server = app.listen(0, '127.0.0.1');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
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
