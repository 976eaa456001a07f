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

interface ClosingStore {
  readonly name: string;
  readonly from: string;
  readonly create: readonly string[];
  readonly options: (port: number) => Record<string, string | number>;
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

describe.each([...REDIS, ...POSTGRES])('a program with stores in $name', (store) => {
  it.each([
    ['nobody listens', () => NOBODYS_PORT],
    ['the server is silent', () => silentPort],
  ])(
    'ends once it has closed them, where %s',
    async (_where, portOf) => {
      const { stdout, ...ended } = await runClosing(store, portOf());
      expect(ended).toEqual({ exitCode: 0, stderr: '' });
      // What was on its way when it was closed may still be seen through; nothing connects anew.
      expect(Number(stdout)).toBeLessThanOrEqual(Object.keys(BEFORE).length * store.create.length);
    },
    60_000,
  );
});

/**
 * A store and a limiter for each of the cases. The program ends by itself, or is ended at the limit, which leaves no exit
 * code; it says how many connections it opened after it had closed everything.
 */
function runClosing({ from, create, options }: ClosingStore, port: number) {
  const given = JSON.stringify(options(port));
  const program = `
    import { subscribe } from 'node:diagnostics_channel';
    import { ${create.join(', ')} } from '${from}';
    const windows = [{ key: 'key', max: 1, durationMs: 60_000 }];
    const cases = [${Object.values(BEFORE).map((code) => `async (store, limiter) => { ${code} }`)}];
    await Promise.all(cases.map(async (before) => {
      const [store, limiter] = [${create.map((each) => `${each}(${given})`).join(', ')}];
      await before(store, limiter);
      await Promise.all([store.close(), limiter.close()]);
      await store.close();
    }));
    let connections = 0;
    subscribe('net.client.socket', () => { connections += 1; });
    process.once('exit', () => console.log(connections));
  `;
  const argumentList = ['--input-type=module', '--eval', program];
  return runProgram(process.execPath, argumentList, { cwd: ROOT, timeLimitMs: 40_000 });
}
