/** Options of injected clients that change how commands or replies look: they work, or are refused by name. */
import { type RedisServer, startRedis } from '@countersign/test-servers/redis';
import { startRedisCluster } from '@countersign/test-servers/redis-cluster';
import { startRedisWatcher } from '@countersign/test-servers/redis-sentinel';
import { Cluster, type ClusterOptions, Command, Redis, type RedisOptions } from 'ioredis';
import { createClient, createClientPool, createCluster, createSentinel, type RedisClientOptions } from 'redis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createRedisCodeStore, createRedisOnceStore, createRedisRateLimiter, type RedisClient } from './index.ts';
import { createNumberCaller, engineName } from './test-support/number-caller.ts';

let server: RedisServer;
let sentinel: RedisServer;
let cluster: Awaited<ReturnType<typeof startRedisCluster>>;
const ends: (() => unknown)[] = [];

beforeAll(async () => {
  [server, cluster] = await Promise.all([startRedis(), startRedisCluster()]);
  sentinel = await startRedisWatcher(server, 'main');
}, 30_000);
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
afterAll(async () => {
  await Promise.all([sentinel, server, cluster].map((each) => each.stop()));
});

/** Every kind of reply: numbers, lists, names; many calls at once, of which some meet a server that lost the scripts. */
async function expectToWork(client: RedisClient): Promise<void> {
  const store = createRedisCodeStore({ client, commandTimeoutMs: 10_000, onWarning: () => {} });
  const limiter = createRedisRateLimiter({ client, commandTimeoutMs: 10_000, onWarning: () => {} });
  for (const each of [server, ...cluster.masters]) await each.admin.script('FLUSH');
  const numbers = Array.from({ length: 20 }, () => createNumberCaller(store));
  const outcomes = await Promise.all(numbers.map((number) => number.issue()));
  expect(outcomes.map(({ status }) => status)).toEqual(numbers.map(() => 'issued'));
  const [number = createNumberCaller(store)] = numbers;
  const repeated = { ...outcomes[0], status: 'duplicate', challengeId: number.challengeId, salt: number.salt };
  expect(await number.issue()).toEqual(repeated);
  expect(await number.issue({ challengeId: engineName() })).toMatchObject({ status: 'cooldown' });
  expect(await number.guess(engineName())).toMatchObject({ status: 'mismatch', attemptsLeft: 4 });
  const accepted = { status: 'accepted', challengeId: number.challengeId };
  expect(await number.guess(number.right, { challengeId: null })).toEqual(accepted);
  const windows = [number.subject, engineName()].map((key) => ({ key, max: 1, durationMs: 60_000 }));
  expect(await limiter.take(windows, null)).toEqual({ status: 'allowed' });
  expect(await limiter.take(windows, null)).toMatchObject({ status: 'limited' });
  const once = createRedisOnceStore({ client, commandTimeoutMs: 10_000, onWarning: () => {} });
  const claim = { key: number.subject, ttlMs: 60_000, holdMs: 10_000, nowMs: null };
  const claimed = await once.claim(claim);
  expect(await once.claim(claim)).toEqual({ status: 'under-way', retryAtMs: expect.any(Number) });
  const token = claimed.status === 'claimed' ? claimed.token : '';
  expect(await once.record({ ...claim, token, value: '"ü' })).toEqual({ status: 'recorded' });
  expect(await once.claim(claim)).toEqual({ status: 'done', value: '"ü' });
  await Promise.all([store.close?.(), limiter.close?.(), once.close?.()]);
}

const IOREDIS: readonly [string, RedisOptions][] = [
  ['enableAutoPipelining', { enableAutoPipelining: true }],
  ['enableAutoPipelining, evalsha ignored', { enableAutoPipelining: true, autoPipeliningIgnoredCommands: ['evalsha'] }],
  ['keyPrefix', { keyPrefix: 'app:' }],
  ['stringNumbers', { stringNumbers: true }],
  ['protocol: 2', { protocol: 2 }],
  ['replyMapping: resp3', { protocol: 3, replyMapping: 'resp3' }],
  ['all of these', { enableAutoPipelining: true, keyPrefix: 'app:', stringNumbers: true, replyMapping: 'resp3' }],
  ['showFriendlyErrorStack', { showFriendlyErrorStack: true }],
  ['lazyConnect', { lazyConnect: true }],
  ['lazyConnect with enableAutoPipelining', { lazyConnect: true, enableAutoPipelining: true }],
  ['enableOfflineQueue: false', { enableOfflineQueue: false }],
  ['enableReadyCheck: false', { enableReadyCheck: false }],
  ['maxRetriesPerRequest: 0', { maxRetriesPerRequest: 0 }],
  [
    'autoResubscribe and autoResendUnfulfilledCommands',
    { autoResubscribe: false, autoResendUnfulfilledCommands: false },
  ],
  ['commandTimeout and socketTimeout', { commandTimeout: 5000, socketTimeout: 5000 }],
  ['reconnectOnError: 2', { reconnectOnError: () => 2 }],
  ['reconnectOnError: true', { reconnectOnError: () => true }],
  ['reconnectOnError of READONLY', { reconnectOnError: ({ message }) => message.includes('READONLY') }],
  ['connectionName, noDelay, keepAlive', { connectionName: 'app', noDelay: false, keepAlive: 1, db: 2 }],
  ['scripts', { scripts: { evalshaOfTheApp: { lua: 'return 1', numberOfKeys: 1 } } }],
];

describe('a Redis of ioredis', () => {
  it.each(IOREDIS)('works with %s', async (_option, options) => {
    // The types of the library want the mapping of replies to be known when it is compiled.
    const client = new Redis({ port: server.port, host: '127.0.0.1', ...options } as { replyMapping?: 'legacy' });
    client.on('error', () => {});
    ends.push(() => client.disconnect());
    await expectToWork(client);
  });

  it('writes keys under the prefix of the client', async () => {
    const client = new Redis({ port: server.port, host: '127.0.0.1', keyPrefix: 'tenant-7:' });
    ends.push(() => client.disconnect());
    const number = createNumberCaller(createRedisCodeStore({ client }));
    await number.issue();
    expect(await server.admin.keys(`tenant-7:otp:*${number.subject}`)).toHaveLength(1);
  });
});

describe('createRedisCodeStore', () => {
  it.each(['evalsha', 'eval'])('refuses a client of ioredis where %s has a transformer, by name', (command) => {
    const client = new Redis({ lazyConnect: true });
    Command.setReplyTransformer(command, (reply: unknown) => [reply]);
    expect(() => createRedisCodeStore({ client })).toThrow(`a transformer set for the command ${command}`);
    Command.setReplyTransformer(command, (reply: unknown) => reply);
    expect(createRedisCodeStore({ client }).storeId).toBe('redis');
    Command.setArgumentTransformer(command, (args: unknown[]) => args.toReversed());
    expect(() => createRedisRateLimiter({ client })).toThrow(`a transformer set for the command ${command}`);
    Command.setArgumentTransformer(command, (args: unknown[]) => args);
  });

  it('refuses a client of ioredis that takes no commands, by the name of the option', () => {
    const client = new Redis({ lazyConnect: true, monitor: true });
    expect(() => createRedisCodeStore({ client })).toThrow('monitor');
  });
});

const CLUSTER: readonly [string, ClusterOptions][] = [
  ['enableAutoPipelining', { enableAutoPipelining: true }],
  ['keyPrefix', { keyPrefix: 'app:' }],
  ['enableAutoPipelining and keyPrefix', { enableAutoPipelining: true, keyPrefix: 'app:' }],
  ['scaleReads: slave', { scaleReads: 'slave' }],
  ['scaleReads: all with enableAutoPipelining', { scaleReads: 'all', enableAutoPipelining: true }],
  ['redisOptions', { redisOptions: { stringNumbers: true, replyMapping: 'resp3' } }],
  ['redisOptions: protocol 2', { redisOptions: { protocol: 2, keyPrefix: 'node:' } }],
  ['lazyConnect', { lazyConnect: true }],
  ['enableOfflineQueue: false', { enableOfflineQueue: false }],
  ['shardedSubscribers', { shardedSubscribers: true }],
];

describe('a Cluster of ioredis', () => {
  it.each(CLUSTER)('works with %s', async (_option, options) => {
    const client = new Cluster(
      cluster.masters.map(({ port }) => ({ host: '127.0.0.1', port })),
      options as object,
    );
    client.on('error', () => {});
    ends.push(() => client.disconnect());
    await expectToWork(client);
  });
});

const NODE_REDIS: readonly [string, RedisClientOptions][] = [
  ['RESP: 2', { RESP: 2 } as object],
  ['RESP: 3', { RESP: 3 }],
  ['commandOptions.typeMapping', { commandOptions: { typeMapping: { 58: String, 36: String, 42: Set } as never } }],
  ['commandOptions.asap', { commandOptions: { asap: true } }],
  ['commandOptions.timeout', { commandOptions: { timeout: 5000 } }],
  ['keyPrefix', { keyPrefix: 'app:' }],
  ['disableOfflineQueue', { disableOfflineQueue: true }],
  ['commandsQueueMaxLength', { commandsQueueMaxLength: 1000 }],
  ['clientSideCache', { RESP: 3, clientSideCache: { ttl: 0, maxEntries: 0, evictPolicy: 'LRU' } }],
  ['emitInvalidate', { RESP: 3, emitInvalidate: true }],
  ['pingInterval', { pingInterval: 10 }],
  ['maintNotifications: disabled', { maintNotifications: 'disabled' }],
  ['disableClientInfo, name and database', { disableClientInfo: true, name: 'app', database: 2 }],
];

describe('a client of redis', () => {
  it.each(NODE_REDIS)('works with %s', async (_option, options) => {
    const client = createClient({ ...options, url: server.url });
    client.on('error', () => {});
    await client.connect();
    ends.push(() => client.destroy());
    await expectToWork(client as RedisClient);
  });

  it('works as a proxy with a type mapping of the application', async () => {
    const client = createClient({ url: server.url });
    await client.connect();
    ends.push(() => client.destroy());
    await expectToWork(client.withTypeMapping({ 58: String } as never) as unknown as RedisClient);
  });

  it('works as a pool', async () => {
    const pool = createClientPool({ url: server.url }, { minimum: 1, maximum: 3 });
    pool.on('error', () => {});
    await pool.connect();
    ends.push(() => pool.destroy());
    await expectToWork(pool as unknown as RedisClient);
  });

  it.each([
    ['useReplicas and minimizeConnections', { useReplicas: true, minimizeConnections: true }],
    ['RESP: 2 and commandOptions', { RESP: 2, commandOptions: { typeMapping: { 58: String } as never } }],
    ['defaults', { defaults: { keyPrefix: 'app:' } }],
  ] as const)('works as a cluster with %s', async (_option, options) => {
    const client = createCluster({
      ...options,
      rootNodes: cluster.masters.map(({ port }) => ({ url: `redis://127.0.0.1:${port}` })),
    } as never);
    client.on('error', () => {});
    await client.connect();
    ends.push(() => client.destroy());
    await expectToWork(client as unknown as RedisClient);
  });

  it.each([
    ['pools and replicas', { masterPoolSize: 3, replicaPoolSize: 1, reserveClient: true }],
    ['RESP: 2 and commandOptions', { RESP: 2, commandOptions: { typeMapping: { 58: String } as never } }],
  ] as const)('works as a sentinel with %s', async (_option, options) => {
    const client = createSentinel({
      ...options,
      name: 'main',
      sentinelRootNodes: [{ host: '127.0.0.1', port: sentinel.port }],
    } as never);
    client.on('error', () => {});
    await client.connect();
    ends.push(() => client.destroy());
    await expectToWork(client as unknown as RedisClient);
  });
});
