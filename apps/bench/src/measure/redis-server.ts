/** A Redis or Valkey that keeps nothing on disk. */
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Command } from './cores.ts';
import { freePort, type LoopbackServer, startLoopbackServer } from './loopback-server.ts';

export interface RedisServer extends Pick<LoopbackServer, 'stop'> {
  readonly port: number;
}

/** `place` puts its command line on a core. */
export async function startRedisServer(place: (command: Command) => Command): Promise<RedisServer> {
  const program = findProgram();
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-redis-'));
  const settings = { port: `${port}`, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' };
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const { stop } = await startLoopbackServer({
    command: place([program, ...flags]),
    folder,
    ready: /Ready to accept connections/,
    endSignal: 'SIGKILL',
  });
  return { port, stop };
}

function findProgram(): string {
  const given = process.env.COUNTERSIGN_REDIS_SERVER ?? '';
  if (given !== '') return given;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = ['redis-server', 'valkey-server'].flatMap((name) => folders.map((folder) => join(folder, name)));
  const program = candidates.find(isExecutable);
  if (program !== undefined) return program;
  throw new Error('Install redis-server (6.2 or newer) or valkey-server, or name one in COUNTERSIGN_REDIS_SERVER.');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
