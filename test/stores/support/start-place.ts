/** Servers with a store on them, for tests that ask the same of each. */
import { randomUUID } from 'node:crypto';
import { migrate } from '@countersign/otp-postgres';
import { startPostgres } from '@countersign/test-servers/postgres';
import { startRedis } from '@countersign/test-servers/redis';
import { startRedisCluster } from '@countersign/test-servers/redis-cluster';
import pg from 'pg';
import type { StorePlace } from './open-store.ts';

export interface StartedPlace {
  readonly place: StorePlace;
  stop(): Promise<void>;
}

/** How each is started, by the name a test has for it. */
export const PLACES: ReadonlyArray<readonly [name: string, start: () => Promise<StartedPlace>]> = [
  ['Redis', startSingle],
  ['a Redis Cluster', startCluster],
  ['PostgreSQL', startDatabase],
];

/** The one that `REDIS_URL` names, where there is one: nothing but keys of our own is touched there. */
async function startSingle(): Promise<StartedPlace> {
  const prefix = `countersign-test-${randomUUID()}:`;
  const url = process.env.REDIS_URL ?? '';
  if (url !== '') return { place: { kind: 'ioredis', url, prefix }, stop: async () => undefined };
  const server = await startRedis();
  return { place: { kind: 'ioredis', url: server.url, prefix }, stop: server.stop };
}

async function startCluster(): Promise<StartedPlace> {
  const cluster = await startRedisCluster();
  return { place: { kind: 'cluster', seeds: cluster.seeds, prefix: 'otp:' }, stop: cluster.stop };
}

async function startDatabase(): Promise<StartedPlace> {
  const server = await startPostgres();
  await migrateAt(server.url);
  return { place: { kind: 'pg', url: server.url, poolSize: 10 }, stop: server.stop };
}

export async function migrateAt(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  try {
    await migrate({ client: pool });
  } finally {
    await pool.end();
  }
}
