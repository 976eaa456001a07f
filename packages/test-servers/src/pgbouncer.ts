/** PgBouncer in front of a server: the real one, in transaction mode, on a free port of loopback. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';
import { onFreePort } from './free-port.ts';
import { startGuarded } from './guarded-process.ts';
import type { PostgresServer } from './postgres.ts';
import { openTemporaryFolder } from './postgres-programs.ts';
import { unprivilegedUser } from './unprivileged-user.ts';

export interface PgBouncer {
  readonly port: number;
  /** Of the server's superuser, through the pooler. */
  url(parameters?: string): string;
  stop(): Promise<void>;
}

export interface PgBouncerOptions {
  /** Connections to the server. @defaultValue 2 */
  readonly poolSize?: number;
  /** Prepared statements it keeps for its clients; a PgBouncer before 1.21 keeps none. @defaultValue 0 */
  readonly maxPreparedStatements?: number;
  /** Further lines of its configuration. */
  readonly settings?: readonly string[];
}

export function startPgBouncer(
  server: Pick<PostgresServer, 'port'>,
  options: PgBouncerOptions = {},
): Promise<PgBouncer> {
  return onFreePort((port) => startAt(port, server, options));
}

async function startAt(
  port: number,
  server: Pick<PostgresServer, 'port'>,
  options: PgBouncerOptions,
): Promise<PgBouncer> {
  const command = process.env.PGBOUNCER_PATH ?? findProgram('pgbouncer') ?? 'pgbouncer';
  const owner = unprivilegedUser();
  const folder = mkdtempSync(join(openTemporaryFolder(), 'countersign-pgbouncer-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    writeFileSync(join(folder, 'pgbouncer.ini'), configurationOf(command, port, server, options));
    chmodSync(folder, 0o755);
    if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
    const pooler = await startGuarded({
      command,
      argumentList: ['pgbouncer.ini'],
      folder,
      endSignal: 'QUIT',
      ready: /process up/,
      ...(owner === undefined ? {} : { owner }),
    });
    return {
      port,
      url: (parameters = '') => `postgres://postgres@127.0.0.1:${port}/postgres${parameters}`,
      async stop() {
        await pooler.end('SIGKILL');
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function configurationOf(
  command: string,
  port: number,
  server: Pick<PostgresServer, 'port'>,
  { poolSize = 2, maxPreparedStatements = 0, settings = [] }: PgBouncerOptions,
): string {
  const lines = [
    '[databases]',
    // `auth_type = any` logs everybody in as the user that the database names.
    `postgres = host=127.0.0.1 port=${server.port} dbname=postgres user=postgres`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'auth_file = /dev/null',
    'pool_mode = transaction',
    `default_pool_size = ${poolSize}`,
    'server_login_retry = 1',
    ...(keepsPreparedStatements(command) ? [`max_prepared_statements = ${maxPreparedStatements}`] : []),
    ...settings,
  ];
  return `${lines.join('\n')}\n`;
}

function keepsPreparedStatements(command: string): boolean {
  const { stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  const [, major = 0, minor = 0] = /\b(\d+)\.(\d+)/.exec(stdout ?? '')?.map(Number) ?? [];
  return major > 1 || minor >= 21;
}
