/** Store and limiter of an app, over one client. */
import type { CodeStore, RateLimiter } from '@countersign/otp-core/spec';
import { openRedis } from './connection/open-redis.ts';
import { shareRedis } from './connection/share-redis.ts';
import { codeStoreOver } from './redis-code-store.ts';
import { rateLimiterOver } from './redis-rate-limiter.ts';
import { type RedisStoreOptions, resolveRedisStoreOptions } from './redis-store-options.ts';

/** What an engine takes. */
export interface RedisStores {
  readonly store: CodeStore;
  readonly rateLimiter: RateLimiter;
}

/**
 * What `createRedisCodeStore` and `createRedisRateLimiter` make, over one client: for an address one connection is opened
 * and not two. It ends when both are closed, as the engine that has them does.
 *
 * @throws OtpConfigurationError naming every option that makes no sense
 * @example
 * const otp = createOtpEngine({ provider, secret, ...createRedisStores({ url: 'redis://localhost:6379' }) });
 */
export function createRedisStores(options: RedisStoreOptions): RedisStores {
  const resolved = resolveRedisStoreOptions('createRedisStores', options);
  const [ofStore, ofLimiter] = shareRedis(openRedis(resolved));
  return {
    store: codeStoreOver(ofStore, resolved.prefix),
    rateLimiter: rateLimiterOver(ofLimiter, resolved.prefix),
  };
}
