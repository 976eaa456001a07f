/** What stands where a vendor should be: a real HTTP server on loopback that answers as the test says and ends with it. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Certificate } from './certificate.ts';
import { listenUntilTestEnds } from './loopback.ts';

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers a request that has been read to its end. */
export type VendorListener = (request: ReceivedRequest, response: ServerResponse) => void;

export interface VendorServer {
  /** Without a path. Over TLS, that of `localhost`. */
  readonly url: string;
  readonly port: number;
  /** Every request that arrived whole, oldest first. */
  readonly requests: readonly ReceivedRequest[];
}

export interface VendorServerOptions {
  /** @defaultValue none: plain HTTP */
  readonly certificate?: Certificate;
}

export async function startVendor(
  listener: VendorListener,
  { certificate }: VendorServerOptions = {},
): Promise<VendorServer> {
  const requests: ReceivedRequest[] = [];
  const server = certificate === undefined ? createServer() : createTlsServer(certificate);
  server.on('tlsClientError', () => undefined);
  server.on('request', (request, response) => {
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
  return { url: certificate === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`, port, requests };
}

/** Takes every request, and never says a word. */
export function startHangingVendor(): Promise<VendorServer> {
  return startVendor(() => undefined);
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Calls back once, when a whole request has been read from the socket. */
export function onRequest(socket: Socket, callback: () => void): void {
  let received = '';
  let isRead = false;
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    const [head = '', body] = received.split('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (isRead || body === undefined || body.length < length) return;
    isRead = true;
    callback();
  });
}
