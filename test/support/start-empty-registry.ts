/** A package registry that has nothing and takes nothing, so that a rehearsal asks nobody outside. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface EmptyRegistry {
  readonly url: string;
  /** Every request so far that was more than a question, for example `PUT /@countersign%2fotp-core`. */
  readonly writes: readonly string[];
  close(): Promise<void>;
}

export async function startEmptyRegistry(): Promise<EmptyRegistry> {
  const writes: string[] = [];
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') writes.push(`${request.method} ${request.url}`);
    request.resume();
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"Not found"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/`,
    writes,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
