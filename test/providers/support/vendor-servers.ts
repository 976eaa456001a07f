/** What stands where a vendor should be: nobody, somebody who never answers, somebody who answers as the test says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A vendor of the test's own. */
export interface VendorServer {
  readonly url: string;
  /** What came in so far: method, address, headers and body, as one text each. */
  readonly requests: readonly string[];
}

/** Reads each request to its end, then leaves it to the handler. Ends with the test. */
export async function startVendor(
  handle: (response: ServerResponse, request: IncomingMessage, body: string) => void,
): Promise<VendorServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      requests.push([request.method, request.url, JSON.stringify(request.headers), body].join('\n'));
      handle(response, request, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** Takes every request, and never says a word. */
export function startHangingVendor(): Promise<VendorServer> {
  return startVendor(() => undefined);
}

/** The address of a port that was free a moment ago: nobody listens there. */
export async function deadUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
