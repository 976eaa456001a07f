/**
 * Opens the stores under test as an application would: with a client of its own, set as its library sets it. Only that
 * library is loaded: all of them are most of what a process needs for its start.
 */
import type { CodeStore, OnceStore, RateLimiter } from '@countersign/otp-core/spec';
import {
  createPostgresCodeStore,
  createPostgresOnceStore,
  createPostgresRateLimiter,
  type PostgresStoreOptions,
} from '@countersign/otp-postgres';
import {
  createRedisCodeStore,
  createRedisOnceStore,
  createRedisRateLimiter,
  type RedisStoreOptions,
} from '@countersign/otp-redis';
import type { Cluster, Redis } from 'ioredis';

/** Where a store is and how it is spoken to. Plain data, so that a worker can be told. */
export type StorePlace =
  | { readonly kind: 'ioredis'; readonly url: string; readonly prefix: string; readonly commandTimeoutMs?: number }
  | { readonly kind: 'node-redis'; readonly url: string; readonly prefix: string; readonly commandTimeoutMs?: number }
  | { readonly kind: 'cluster'; readonly seeds: readonly Address[]; readonly prefix: string }
  | {
      readonly kind: 'sentinel';
      readonly sentinels: readonly Address[];
      readonly name: string;
      readonly prefix: string;
    }
  | { readonly kind: 'pg'; readonly url: string; readonly poolSize: number; readonly queryTimeoutMs?: number }
  | { readonly kind: 'postgres.js'; readonly url: string; readonly poolSize: number; readonly queryTimeoutMs?: number };

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface OpenedStore {
  readonly store: CodeStore;
  readonly limiter: RateLimiter;
  readonly once: OnceStore;
  /** Closes all of them and the client. */
  close(): Promise<void>;
}

export async function openStore(place: StorePlace): Promise<OpenedStore> {
  switch (place.kind) {
    case 'ioredis': {
      const { Redis } = await import('ioredis');
      return overIoredis(new Redis(place.url), place);
    }
    case 'cluster': {
      const { Cluster } = await import('ioredis');
      return overIoredis(new Cluster([...place.seeds]), place);
    }
    case 'sentinel': {
      const { Redis } = await import('ioredis');
      return overIoredis(new Redis({ sentinels: [...place.sentinels], name: place.name }), place);
    }
    case 'node-redis': {
      const { createClient } = await import('redis');
      const client = createClient({ url: place.url });
      client.on('error', () => undefined);
      await client.connect();
      const options = { client, ...redisOptions(place) };
      return overRedis(options, () => client.destroy());
    }
    case 'pg': {
      const { default: pg } = await import('pg');
      const client = new pg.Pool({ connectionString: place.url, max: place.poolSize });
      client.on('error', () => undefined);
      const options = { client, ...postgresOptions(place) };
      return overPostgres(options, () => client.end());
    }
    case 'postgres.js': {
      const { default: postgres } = await import('postgres');
      // By itself it waits for up to 20 seconds before it connects again, which says nothing about the store.
      const client = postgres(place.url, { max: place.poolSize, backoff: () => 0.05, onnotice: () => undefined });
      const options = { client, ...postgresOptions(place) };
      return overPostgres(options, () => client.end({ timeout: 1 }));
    }
  }
}

function overIoredis(client: Redis | Cluster, place: RedisPlace): OpenedStore {
  client.on('error', () => undefined);
  return overRedis({ client, ...redisOptions(place) }, () => client.disconnect());
}

function overRedis(options: RedisStoreOptions, closeClient: () => unknown): OpenedStore {
  const parts = {
    store: createRedisCodeStore(options),
    limiter: createRedisRateLimiter(options),
    once: createRedisOnceStore(options),
  };
  return opened(parts, closeClient);
}

function overPostgres(options: PostgresStoreOptions, closeClient: () => unknown): OpenedStore {
  const parts = {
    store: createPostgresCodeStore(options),
    limiter: createPostgresRateLimiter(options),
    once: createPostgresOnceStore(options),
  };
  return opened(parts, closeClient);
}

interface RedisPlace {
  readonly prefix: string;
  readonly commandTimeoutMs?: number;
}

/** What a server of a test is set to is no news. */
function redisOptions({ prefix, commandTimeoutMs }: RedisPlace) {
  return { prefix, onWarning: () => undefined, ...(commandTimeoutMs === undefined ? {} : { commandTimeoutMs }) };
}

function postgresOptions({ queryTimeoutMs }: { readonly queryTimeoutMs?: number }) {
  return queryTimeoutMs === undefined ? {} : { queryTimeoutMs };
}

function opened(parts: Omit<OpenedStore, 'close'>, closeClient: () => unknown): OpenedStore {
  return {
    ...parts,
    async close() {
      for (const part of [parts.store, parts.limiter, parts.once]) await part.close?.();
      await closeClient();
    },
  };
}
