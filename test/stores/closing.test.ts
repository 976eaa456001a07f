/** After `close` nothing of ours is connected or keeps a process running, whatever the server did: programs of their own, as an app is one. */
import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';
import { ROOT } from '../support/workspace.ts';

interface ClosingStore {
  readonly name: string;
  readonly from: string;
  readonly create: readonly string[];
  readonly options: (port: number) => Record<string, string | number>;
  /** Connections that each client may still make once it is closed, and end. @defaultValue none */
  readonly seenThrough?: number;
}

const REDIS_URLS = {
  'one server': (port: number) => `redis://127.0.0.1:${port}`,
  'a Cluster': (port: number) => `redis+cluster://127.0.0.1:${port}`,
  Sentinels: (port: number) => `redis+sentinel://127.0.0.1:${port}/main`,
};

const REDIS = ['ioredis', 'redis'].flatMap((library) =>
  Object.entries(REDIS_URLS).map(
    ([kind, url]): ClosingStore => ({
      name: `${kind} of Redis through ${library}`,
      from: '@countersign/otp-redis',
      create: ['createRedisCodeStore', 'createRedisRateLimiter'],
      options: (port: number) => ({ url: url(port), library, commandTimeoutMs: 200 }),
      // Where no Sentinel answered, it pauses and asks the next one before it looks whether it was ended meanwhile.
      seenThrough: library === 'ioredis' && kind === 'Sentinels' ? 1 : 0,
    }),
  ),
);
const POSTGRES = ['pg', 'postgres'].map(
  (library): ClosingStore => ({
    name: `PostgreSQL through ${library}`,
    from: '@countersign/otp-postgres',
    create: ['createPostgresCodeStore', 'createPostgresRateLimiter'],
    options: (port: number) => ({ url: `postgres://u:p@127.0.0.1:${port}/x`, library, queryTimeoutMs: 200 }),
  }),
);

/** What a program does with a store and a limiter before it closes them. */
const BEFORE = {
  'was never asked': '',
  'could not answer':
    'await Promise.allSettled([limiter.take(windows, null), store.unlock({ subject: "s", nowMs: null })]);',
  'is asked right then': 'limiter.take(windows, null).catch(() => {});',
  'was asked a moment before':
    'limiter.take(windows, null).catch(() => {}); await new Promise((resolve) => setTimeout(resolve, 50));',
};

/** What a program says of itself as it ends. */
interface Closed {
  /** How many connections the server has, and how many were begun after `close`. */
  readonly cases: Readonly<Record<string, { readonly connected: number; readonly connectedAnew: number }>>;
  /** What keeps the process from ending. */
  readonly leftRunning: readonly string[];
}

/** Where the stores are told to connect to: a server that takes connections and says nothing, or a port of nobody. */
const SERVERS = ['silent', 'nobody'] as const;

describe.each([...REDIS, ...POSTGRES])('a program with stores in $name', (store) => {
  it.each(SERVERS)(
    'is connected no more once it has closed them, and ends: server is %s',
    async (server) => {
      const { stdout, ...ended } = await runClosing(store, server);
      expect(ended).toEqual({ exitCode: 0, stderr: '' });
      const { cases, leftRunning } = JSON.parse(stdout) as Closed;
      expect(leftRunning).toEqual([]);
      expect(Object.keys(cases)).toEqual(Object.keys(BEFORE));
      const most = store.create.length * (store.seenThrough ?? 0);
      expect(
        Object.values(cases).filter(({ connected, connectedAnew }) => connected > 0 || connectedAnew > most),
      ).toEqual([]);
    },
    60_000,
  );
});

/**
 * A store and a limiter for each of the cases, with a server of its own: it counts their connections once both are closed,
 * for as long as one is left, and no longer than a limit. The program ends by itself, or is ended at its limit, which
 * leaves no exit code.
 */
function runClosing({ from, create, options }: ClosingStore, server: (typeof SERVERS)[number]) {
  const program = `
    import { once } from 'node:events';
    import { createServer } from 'node:net';
    import { AsyncLocalStorage } from 'node:async_hooks';
    import { subscribe } from 'node:diagnostics_channel';
    import { ${create.join(', ')} } from '${from}';
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const windows = [{ key: 'key', max: 1, durationMs: 60_000 }];
    const cases = { ${Object.entries(BEFORE).map(([name, code]) => `'${name}': async (store, limiter) => { ${code} }`)} };
    const SERVER = '${server}';

    /** What each case connects is its own, whichever timer or promise it comes from. */
    const current = new AsyncLocalStorage();
    subscribe('net.client.socket', () => { current.getStore().connections += 1; });

    /** Nothing of the server keeps the process. */
    async function startServer() {
      const sockets = new Set();
      const server = createServer((socket) => {
        sockets.add(socket.unref());
        socket.on('error', () => {}).once('close', () => sockets.delete(socket)).resume();
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.unref().address();
      // A port that somebody had a moment ago, and nobody has.
      if (SERVER === 'nobody') await new Promise((resolve) => server.close(resolve));
      return { port, sockets };
    }

    async function play(before) {
      const own = current.getStore();
      const { port, sockets } = await startServer();
      const given = JSON.parse(${JSON.stringify(JSON.stringify(options(0)))}.replace(':0', ':' + port));
      const [store, limiter] = [${create.map((each) => `${each}(given)`).join(', ')}];
      await before(store, limiter);
      await Promise.all([store.close(), limiter.close()]);
      await store.close();
      const { connections } = own;
      return () => ({ connected: sockets.size, connectedAnew: own.connections - connections });
    }

    const played = await Promise.all(Object.entries(cases).map(async ([name, before]) => {
      return [name, await current.run({ connections: 0 }, () => play(before))];
    }));
    const now = () => ({
      cases: Object.fromEntries(played.map(([name, count]) => [name, count()])),
      leftRunning: process.getActiveResourcesInfo().filter((each) => !/^(?:PipeWrap|TTYWrap|TCPServerWrap)$/.test(each)),
    });
    const isOver = ({ cases, leftRunning }) => [...Object.values(cases).map(({ connected }) => connected), leftRunning.length].every((each) => each === 0);
    for (let round = 0; round < 100 && !isOver(now()); round += 1) await pause(50);
    process.once('exit', () => console.log(JSON.stringify(now())));
  `;
  const argumentList = ['--input-type=module', '--eval', program];
  return runProgram(process.execPath, argumentList, { cwd: ROOT, timeLimitMs: 20_000 });
}
