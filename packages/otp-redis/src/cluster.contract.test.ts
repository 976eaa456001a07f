/** The published contracts on a Cluster of three, with both client libraries. */

import { codeStoreContract, onceStoreContract, rateLimiterContract } from '@countersign/otp-testing';
import { startRedisCluster } from '@countersign/test-servers/redis-cluster';
import { Cluster } from 'ioredis';
import { createCluster } from 'redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRedisCodeStore, createRedisOnceStore, createRedisRateLimiter, type RedisClient } from './index.ts';
import { createNumberCaller } from './test-support/number-caller.ts';

let cluster: Awaited<ReturnType<typeof startRedisCluster>>;
const clients: { ioredis?: Cluster; redis?: ReturnType<typeof createCluster> } = {};

beforeAll(async () => {
  cluster = await startRedisCluster();
  const ports = cluster.masters.map(({ port }) => port);
  clients.ioredis = new Cluster(ports.map((port) => ({ host: '127.0.0.1', port })));
  clients.redis = createCluster({ rootNodes: ports.map((port) => ({ url: `redis://127.0.0.1:${port}` })) });
  clients.redis.on('error', () => {});
  await clients.redis.connect();
}, 30_000);

afterAll(async () => {
  clients.ioredis?.disconnect();
  clients.redis?.destroy();
  await cluster.stop();
});

describe.each(['ioredis', 'redis'] as const)('with %s', (library) => {
  const client = () => clients[library] as RedisClient;
  codeStoreContract(
    { describe, it },
    { name: 'createRedisCodeStore', createStore: () => createRedisCodeStore({ client: client() }) },
  );
  rateLimiterContract(
    { describe, it },
    { name: 'createRedisRateLimiter', createRateLimiter: () => createRedisRateLimiter({ client: client() }) },
  );
  onceStoreContract(
    { describe, it },
    { name: 'createRedisOnceStore', createOnceStore: () => createRedisOnceStore({ client: client() }) },
  );
});

describe('createRedisCodeStore', () => {
  it('spreads numbers evenly over the nodes of a Cluster', async () => {
    const store = createRedisCodeStore({ client: clients.ioredis as RedisClient });
    await Promise.all(cluster.masters.map(({ admin }) => admin.flushall()));
    await Promise.all(Array.from({ length: 600 }, () => createNumberCaller(store).issue()));
    const sizes = await Promise.all(cluster.masters.map(({ admin }) => admin.dbsize()));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(600);
    // Five standard deviations around a third.
    for (const size of sizes) expect(Math.abs(size - 200)).toBeLessThan(60);
  });
});
