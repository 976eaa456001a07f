/** After `close` nothing of ours keeps a process running, whatever the server did: programs of their own, as an app is one. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';
import { ROOT } from '../support/workspace.ts';

/** A server that takes connections and says nothing. */
let silent: Server;
let silentPort: number;

beforeAll(async () => {
  silent = createServer((socket) => void socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  silentPort = (silent.address() as { port: number }).port;
});
afterAll(() => void silent.close());

const NOBODYS_PORT = 1;
/** What a client may need to say goodbye; less than it waits before it connects anew. */
const GOODBYE_MS = 1800;
/** `ioredis` gives a Sentinel two seconds to end a connection, whatever it is told. */
const GOODBYE_TO_SENTINELS_MS = 3500;

interface ClosingStore {
  readonly name: string;
  readonly from: string;
  readonly create: readonly string[];
  readonly options: (port: number) => Record<string, string | number>;
  readonly goodbyeMs: number;
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
      goodbyeMs: library === 'ioredis' && kind === 'Sentinels' ? GOODBYE_TO_SENTINELS_MS : GOODBYE_MS,
    }),
  ),
);
const POSTGRES = ['pg', 'postgres'].map(
  (library): ClosingStore => ({
    name: `PostgreSQL through ${library}`,
    from: '@countersign/otp-postgres',
    create: ['createPostgresCodeStore', 'createPostgresRateLimiter'],
    options: (port: number) => ({ url: `postgres://u:p@127.0.0.1:${port}/x`, library, queryTimeoutMs: 200 }),
    goodbyeMs: GOODBYE_MS,
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

describe.each([...REDIS, ...POSTGRES])('a program with a store in $name', (store) => {
  it.each([
    ['nobody listens', () => NOBODYS_PORT],
    ['the server is silent', () => silentPort],
  ])(
    'ends once it has closed it, where %s',
    async (_where, portOf) => {
      const runs = Object.entries(BEFORE).map(async ([when, code]) => ({
        when,
        ...(await runClosing(store, code, portOf())),
      }));
      for (const run of await Promise.all(runs)) {
        expect(run).toMatchObject({ exitCode: 0, stderr: '' });
        expect({ ...run, isInTime: Number(run.stdout) < store.goodbyeMs }).toMatchObject({ isInTime: true });
      }
    },
    60_000,
  );
});

function runClosing({ from, create, options }: ClosingStore, code: string, port: number) {
  const given = JSON.stringify(options(port));
  const program = `
    import { ${create.join(', ')} } from '${from}';
    const [store, limiter] = [${create.map((each) => `${each}(${given})`).join(', ')}];
    const windows = [{ key: 'key', max: 1, durationMs: 60_000 }];
    ${code}
    const before = performance.now();
    await Promise.all([store.close(), limiter.close()]);
    await store.close();
    process.once('exit', () => console.log(Math.round(performance.now() - before)));
  `;
  const argumentList = ['--input-type=module', '--eval', program];
  return runProgram(process.execPath, argumentList, { cwd: ROOT, timeLimitMs: 20_000 });
}
