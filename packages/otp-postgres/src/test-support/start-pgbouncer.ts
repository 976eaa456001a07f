/** PgBouncer in front of a test server: the real one, in transaction mode, on a free port of loopback. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, guardAgainstOurEnd, identityOfServer, type TestServer } from './start-postgres.ts';

export interface TestPooler {
  readonly port: number;
  /** Of the server's superuser, through the pooler. */
  url(parameters?: string): string;
  stop(): Promise<void>;
}

export interface TestPoolerOptions {
  /** Connections to the server. @defaultValue 2 */
  readonly poolSize?: number;
  /** Prepared statements it keeps for its clients; a PgBouncer before 1.21 keeps none. @defaultValue 0 */
  readonly maxPreparedStatements?: number;
  /** Further lines of its configuration. */
  readonly settings?: readonly string[];
}

/** Debian puts it where a PATH need not lead. */
const PROGRAM = process.env.PGBOUNCER_PATH ?? (existsSync('/usr/sbin/pgbouncer') ? '/usr/sbin/pgbouncer' : 'pgbouncer');

export async function startPgbouncer(server: TestServer, options: TestPoolerOptions = {}): Promise<TestPooler> {
  const { poolSize = 2, maxPreparedStatements = 0, settings = [] } = options;
  const identity = identityOfServer();
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-pgbouncer-'));
  const file = join(folder, 'pgbouncer.ini');
  const lines = [
    '[databases]',
    `postgres = host=127.0.0.1 port=${server.port} dbname=postgres`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'auth_file = /dev/null',
    'pool_mode = transaction',
    `default_pool_size = ${poolSize}`,
    'server_login_retry = 1',
    ...(keepsPreparedStatements() ? [`max_prepared_statements = ${maxPreparedStatements}`] : []),
    ...settings,
  ];
  // `auth_type = any` logs everybody in as the user that the database names.
  lines[1] += ' user=postgres';
  writeFileSync(file, `${lines.join('\n')}\n`);
  chmodSync(folder, 0o755);
  if (identity !== undefined) chownSync(folder, identity.uid, identity.gid);
  const pooler = spawn(PROGRAM, [file], { ...identity, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const guard = guardAgainstOurEnd(pooler, folder);
  await untilUp(pooler);
  return {
    port,
    url: (parameters = '') => `postgres://postgres@127.0.0.1:${port}/postgres${parameters}`,
    async stop() {
      if (pooler.exitCode === null && pooler.signalCode === null) {
        const ended = once(pooler, 'exit');
        pooler.kill('SIGKILL');
        await ended;
      }
      guard?.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function keepsPreparedStatements(): boolean {
  const { stdout } = spawnSync(PROGRAM, ['--version'], { encoding: 'utf8' });
  const [, major = 0, minor = 0] = /\b(\d+)\.(\d+)/.exec(stdout ?? '')?.map(Number) ?? [];
  return major > 1 || minor >= 21;
}

function untilUp(pooler: ChildProcess): Promise<void> {
  let log = '';
  return new Promise((resolve, reject) => {
    pooler.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      log = `${log}${chunk}`.slice(-20_000);
      if (log.includes('process up')) resolve();
    });
    pooler.once('error', reject);
    pooler.once('exit', (code) => reject(new Error(`PgBouncer ended with ${code}:\n${log}`)));
  });
}
