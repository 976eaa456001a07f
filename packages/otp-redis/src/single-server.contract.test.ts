/** The published contracts on one server, with both client libraries. */

import {
  codeStoreContract,
  codeStoreModelContract,
  onceStoreContract,
  rateLimiterContract,
} from '@countersign/otp-testing';
import { type RedisServer, startRedis } from '@countersign/test-servers/redis';
import { type SilentServer, startSilentServer } from '@countersign/test-servers/silent-server';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createRedisCodeStore, createRedisOnceStore, createRedisRateLimiter, type RedisClient } from './index.ts';

const clients: { ioredis?: Redis; redis?: ReturnType<typeof createClient> } = {};
let server: RedisServer | undefined;
let silent: SilentServer;

beforeAll(async () => {
  // A server that is named is used; else there is one of our own.
  server = process.env.REDIS_URL === undefined ? await startRedis() : undefined;
  const url = process.env.REDIS_URL ?? server?.url ?? '';
  silent = await startSilentServer();
  clients.ioredis = new Redis(url);
  clients.redis = createClient({ url });
  await clients.redis.connect();
});

afterAll(async () => {
  clients.ioredis?.disconnect();
  clients.redis?.destroy();
  await server?.stop();
  await silent.stop();
});

describe.each(['ioredis', 'redis'] as const)('with %s', (library) => {
  const client = () => clients[library] as RedisClient;
  const ofNobody = () => ({ url: `redis://127.0.0.1:${silent.port}`, commandTimeoutMs: 300 });
  codeStoreContract(
    { describe, it },
    {
      name: 'createRedisCodeStore',
      createStore: () => createRedisCodeStore({ client: client() }),
      createSilentStore: () => createRedisCodeStore(ofNobody()),
    },
  );
  rateLimiterContract(
    { describe, it },
    {
      name: 'createRedisRateLimiter',
      createRateLimiter: () => createRedisRateLimiter({ client: client() }),
      createSilentLimiter: () => createRedisRateLimiter(ofNobody()),
    },
  );
  onceStoreContract(
    { describe, it },
    {
      name: 'createRedisOnceStore',
      createOnceStore: () => createRedisOnceStore({ client: client() }),
      createSilentStore: () => createRedisOnceStore(ofNobody()),
    },
  );
});

codeStoreModelContract(
  { describe, it: (name, run) => it(name, run, 60_000) },
  {
    name: 'createRedisCodeStore',
    createStore: () => createRedisCodeStore({ client: clients.ioredis as RedisClient }),
    runs: 500,
  },
);
