/** Codes, rate limits and what is to happen once, in Redis or Valkey: standalone, behind Sentinels or in a Cluster. */
export type { IoredisLikeClient } from './connection/ioredis-port.ts';
export type { NodeRedisLikeClient } from './connection/node-redis-port.ts';
export { redisAdapter } from './redis-adapter.ts';
export { createRedisCodeStore, type RedisCodeStoreOptions } from './redis-code-store.ts';
export { createRedisOnceStore, type RedisOnceStoreOptions } from './redis-once-store.ts';
export { createRedisRateLimiter, type RedisRateLimiterOptions } from './redis-rate-limiter.ts';
export type {
  RedisClient,
  RedisClientOptions,
  RedisCommonOptions,
  RedisStoreOptions,
  RedisUrlOptions,
} from './redis-store-options.ts';
export { createRedisStores, type RedisStores } from './redis-stores.ts';
export type {
  ClientLibraryMissing,
  EvictingPolicy,
  RedisWarning,
  ScriptsNotAllowed,
  ServerTooOld,
  UnknownPolicy,
} from './redis-warning.ts';
