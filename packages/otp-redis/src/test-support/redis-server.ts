/** Real servers for the tests, each on a port and in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  readonly process: ChildProcess;
  /** For looking at the server and setting it; not what is tested. */
  readonly admin: Redis;
  stop(): Promise<void>;
}

/** Debian's package calls it `redis-server`, Valkey's `valkey-server`. */
const PROGRAMS = [process.env.COUNTERSIGN_REDIS_SERVER ?? 'redis-server', 'valkey-server'];
const LOOPBACK = '127.0.0.1';

export async function startRedisServer(...settings: readonly string[]): Promise<RedisServer> {
  const port = await findFreePort();
  const child = await startProgram(port, ['--save', '', '--appendonly', 'no', ...settings]);
  const admin = new Redis({ port, host: LOOPBACK, retryStrategy: () => 50, maxRetriesPerRequest: 200 });
  admin.on('error', () => {});
  await admin.ping();
  return {
    port,
    url: `redis://${LOOPBACK}:${port}`,
    process: child,
    admin,
    async stop() {
      admin.disconnect();
      await stopProgram(child);
    },
  };
}

/** Three nodes that share the slots. */
export async function startRedisCluster(): Promise<{ readonly nodes: readonly RedisServer[]; stop(): Promise<void> }> {
  const settings = [
    '--cluster-enabled',
    'yes',
    '--cluster-config-file',
    'nodes.conf',
    '--cluster-node-timeout',
    '2000',
  ];
  const nodes = await Promise.all([1, 2, 3].map(() => startRedisServer(...settings)));
  const [first] = nodes;
  for (const [index, node] of nodes.entries()) {
    await node.admin.cluster('SET-CONFIG-EPOCH', index + 1);
    const slots = Array.from({ length: 16_384 }, (_, slot) => slot).filter((slot) => slot % 3 === index);
    await node.admin.cluster('ADDSLOTS', slots);
    if (first !== undefined && node !== first) await node.admin.cluster('MEET', LOOPBACK, first.port);
  }
  await until(async () => {
    const states = await Promise.all(nodes.map((node) => node.admin.cluster('INFO')));
    return states.every((state) => /cluster_state:ok/.test(state) && /cluster_known_nodes:3/.test(state));
  });
  return {
    nodes,
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

/** One that watches over a server and tells clients where it is. */
export async function startSentinel(watched: RedisServer, masterName: string): Promise<RedisServer> {
  const sentinel = await startRedisServer('--sentinel');
  await sentinel.admin.call('SENTINEL', 'MONITOR', masterName, LOOPBACK, watched.port, 1);
  return sentinel;
}

/** Asks again and again; a test that waits for ever is ended by the runner. */
export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function startProgram(port: number, settings: readonly string[]): Promise<ChildProcess> {
  for (const program of PROGRAMS) {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-redis-'));
    // A configuration file, even if an empty one, is what a Sentinel insists on.
    const file = settings.includes('--sentinel') ? [join(folder, 'sentinel.conf')] : [];
    const child = spawn(
      'sh',
      [
        '-c',
        '[ -z "$1" ] || : > "$1"; shift; exec "$@"',
        'sh',
        file[0] ?? '',
        program,
        ...file,
        '--port',
        `${port}`,
        '--bind',
        LOOPBACK,
        '--dir',
        folder,
        ...settings,
      ],
      { stdio: 'ignore' },
    );
    child.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    if (await isListening(child, port)) return child;
  }
  throw new Error(
    `None of ${PROGRAMS.join(', ')} starts: install Redis or Valkey, or name it by COUNTERSIGN_REDIS_SERVER.`,
  );
}

async function isListening(child: ChildProcess, port: number): Promise<boolean> {
  let hasEnded = false;
  child.once('exit', () => {
    hasEnded = true;
  });
  const probe = new Redis({ port, host: LOOPBACK, retryStrategy: () => 20, maxRetriesPerRequest: null });
  probe.on('error', () => {});
  try {
    let answered = false;
    probe.once('ready', () => {
      answered = true;
    });
    await until(() => answered || hasEnded);
    return !hasEnded;
  } finally {
    probe.disconnect();
  }
}

async function stopProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  // One that a test has stopped does not hear SIGTERM.
  child.kill('SIGKILL');
  await exited;
}

/** The nodes of a Cluster also use the port 10,000 above theirs. */
async function findFreePort(): Promise<number> {
  for (;;) {
    const server = createServer();
    server.listen(0, LOOPBACK);
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    server.close();
    await once(server, 'close');
    if (port + 10_000 <= 65_535) return port;
    if (await canListen(port - 20_000)) return port - 20_000;
  }
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, LOOPBACK, () => server.close(() => resolve(true)));
  });
}
