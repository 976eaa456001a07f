/** This package as a value, for who composes engines of settings. */
import type { StoreAdapter } from '@countersign/otp-core/adapter';
import { createRedisOnceStore } from './redis-once-store.ts';
import { createRedisRateLimiter } from './redis-rate-limiter.ts';
import type { RedisStoreOptions } from './redis-store-options.ts';
import { createRedisStores } from './redis-stores.ts';

/**
 * Redis for `adapters` of `otp-config`. Loads nothing; the client comes with the first call.
 *
 * @example
 * const { engine, close } = await createOtpFromEnv(process.env, { adapters: [twilioAdapter, redisAdapter] });
 */
export const redisAdapter: StoreAdapter = {
  specificationVersion: 'v1',
  kind: 'store-adapter',
  packageName: '@countersign/otp-redis',
  open: (options) => ({ ...createRedisStores(optionsOf(options)), ready: async () => {} }),
  openOnce: (options) => ({
    once: createRedisOnceStore(optionsOf(options)),
    rateLimiter: createRedisRateLimiter(optionsOf(options)),
    ready: async () => {},
  }),
  async probe(options) {
    const limiter = createRedisRateLimiter(optionsOf(options));
    try {
      await limiter.take([{ key: 'otp-config check', max: 1_000_000, durationMs: 1000 }], null);
      return 'it runs our scripts.';
    } finally {
      await limiter.close?.();
    }
  },
};

/** The factories check every one. */
function optionsOf(options: object): RedisStoreOptions {
  return options as RedisStoreOptions;
}
