/** A PostgreSQL server on loopback with a folder of its own. Durability against power loss is left out: it is fast. */
import { execFile } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onFreePort } from './free-port.ts';
import { type GuardedProcess, startGuarded } from './guarded-process.ts';
import { openTemporaryFolder, type PostgresPrograms, postgresPrograms } from './postgres-programs.ts';
import { type UnprivilegedUser, unprivilegedUser } from './unprivileged-user.ts';

export const ISOLATIONS = ['read committed', 'repeatable read', 'serializable'] as const;

export type Isolation = (typeof ISOLATIONS)[number];

export interface PostgresServerOptions {
  /** As in `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface PostgresServer {
  readonly port: number;
  /** Of the database `postgres`, as its superuser, at the server's default isolation. */
  readonly url: string;
  /** For connections whose transactions have another isolation unless they say otherwise. */
  urlAt(isolation: Isolation): string;
  /** Where the data lie, for tests that look at what is at rest. */
  readonly dataFolder: string;
  readonly hasStatistics: boolean;
  log(): string;
  shutDown(manner: 'orderly' | 'killed'): Promise<void>;
  /** After `shutDown`: starts again on the same port with the same data. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '150',
  shared_buffers: '32MB',
  logging_collector: 'off',
};

interface Place {
  readonly programs: PostgresPrograms;
  readonly folder: string;
  readonly owner: UnprivilegedUser | undefined;
}

export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const user = unprivilegedUser();
  const programs = postgresPrograms(user);
  const folder = mkdtempSync(join(openTemporaryFolder(), 'countersign-postgres-'));
  const place = { programs, folder, owner: user };
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
    programs.remove();
  };
  try {
    chmodSync(folder, 0o700);
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
    await initialize(place);
    return await onFreePort((port) => serve(place, port, options, remove));
  } catch (error) {
    remove();
    throw error;
  }
}

async function initialize({ programs, folder, owner }: Place): Promise<void> {
  const flags = ['--pgdata=data', '--username=postgres', '--auth=trust', '--no-sync', '--no-instructions'];
  await promisify(execFile)(programs.initdb, [...flags, '--encoding=UTF8', '--no-locale'], {
    cwd: folder,
    env: environmentIn(folder),
    timeout: 60_000,
    killSignal: 'SIGKILL',
    ...(owner === undefined ? {} : owner),
  });
}

async function serve(
  place: Place,
  port: number,
  options: PostgresServerOptions,
  remove: () => void,
): Promise<PostgresServer> {
  const { folder, programs } = place;
  const launch = () => launchPostgres(place, port, options);
  let process: GuardedProcess = await launch();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  return {
    port,
    url,
    urlAt: (isolation) =>
      `${url}?options=${encodeURIComponent(`-c default_transaction_isolation=${isolation.replaceAll(' ', '\\ ')}`)}`,
    dataFolder: join(folder, 'data'),
    hasStatistics: programs.hasStatistics,
    log: () => process.log(),
    // "Immediate" is what a crash looks like from outside, but takes the server's children and its memory along.
    shutDown: (manner) => process.end(manner === 'orderly' ? 'SIGINT' : 'SIGQUIT'),
    async startAgain() {
      process = await launch();
    },
    async stop() {
      await process.end('SIGQUIT');
      remove();
    },
  };
}

function launchPostgres(
  { programs, folder, owner }: Place,
  port: number,
  options: PostgresServerOptions,
): Promise<GuardedProcess> {
  const settings = {
    ...SETTINGS,
    ...(programs.hasStatistics ? { shared_preload_libraries: 'pg_stat_statements' } : {}),
    ...options.settings,
  };
  return startGuarded({
    command: programs.postgres,
    argumentList: [
      ...['-D', 'data', '-p', String(port)],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    folder,
    endSignal: 'QUIT',
    ready: /database system is ready to accept connections/,
    environment: environmentIn(folder),
    ...(owner === undefined ? {} : { owner }),
  });
}

/** Its log is read, so it must be in English. */
function environmentIn(folder: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C', TZ: 'UTC' };
}
