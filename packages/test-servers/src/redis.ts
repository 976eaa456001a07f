/** One Redis server on loopback, with a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { onFreePort } from './free-port.ts';
import { type GuardedProcess, startGuarded } from './guarded-process.ts';
import { redisProgram } from './redis-program.ts';

export interface RedisServerOptions {
  /** Settings as on the command line, without the dashes: `{ maxmemory: '4mb' }`. A list gives a setting several times. */
  readonly settings?: Readonly<Record<string, string>>;
  /** `sentinel`: watches other servers instead of serving. @defaultValue 'server' */
  readonly role?: 'server' | 'sentinel';
  /** Writes files into the folder before the start, which is then given the path of the first one as its settings. */
  readonly prepare?: (folder: string, port: number) => string | undefined;
  /** @defaultValue a free one */
  readonly port?: number;
}

export interface RedisServer {
  readonly port: number;
  /** `redis://127.0.0.1:…` */
  readonly url: string;
  /** For the test's own questions and orders; reconnects by itself. */
  readonly admin: Redis;
  log(): string;
  /** Ends the process and keeps its folder: in good order, which saves what it is set to save, or at once. */
  shutDown(manner: 'orderly' | 'killed'): Promise<void>;
  /** After `shutDown`: starts again on the same port with the same folder. */
  startAgain(): Promise<void>;
  /** Ends the process and removes its folder. */
  stop(): Promise<void>;
}

const READY = /Ready to accept connections|Sentinel ID is/;

export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
  const { port } = options;
  return port === undefined ? onFreePort((free) => startAt(free, options)) : startAt(port, options);
}

async function startAt(port: number, options: RedisServerOptions): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-redis-'));
  const launch = () => launchRedis(port, folder, options);
  let process: GuardedProcess;
  try {
    process = await launch();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const admin = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => 20 });
  admin.on('error', () => undefined);
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    admin,
    log: () => process.log(),
    shutDown: (manner) => process.end(manner === 'orderly' ? 'SIGTERM' : 'SIGKILL'),
    async startAgain() {
      process = await launch();
    },
    async stop() {
      admin.disconnect();
      await process.end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function launchRedis(port: number, folder: string, options: RedisServerOptions): Promise<GuardedProcess> {
  const settingsFile = options.prepare?.(folder, port);
  const settings = { port: String(port), bind: '127.0.0.1', dir: folder, save: '', ...options.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  return startGuarded({
    command: redisProgram(),
    argumentList: [
      ...(settingsFile === undefined ? [] : [settingsFile]),
      ...flags,
      ...(options.role === 'sentinel' ? ['--sentinel'] : []),
    ],
    folder,
    endSignal: 'TERM',
    ready: READY,
  });
}
