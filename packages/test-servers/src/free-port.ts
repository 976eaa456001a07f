/** A port that nobody listens on. */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems give to outgoing connections, also with the 10,000 added that a Cluster's bus takes. */
const LOWEST = 10_000;
const HIGHEST = 22_000;
const BUS_OFFSET = 10_000;

/** Free now, and so is the port of a Cluster's bus. Somebody may be faster: whoever starts a server tries again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if ((await isFree(port)) && (await isFree(port + BUS_OFFSET))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch {
    return false;
  }
}

/** Starts something on a free port; on another one when that was taken meanwhile. */
export async function onFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    try {
      return await start(port);
    } catch (error) {
      const isTaken = /address (?:is )?already in use/i.test(String(error));
      if (!isTaken || tries === 5) throw error;
    }
  }
}
