/** Store and limiter of an app, over one pool. */
import { openStores } from './open-store.ts';
import { codeStoreOver, type PostgresCodeStore } from './postgres-code-store.ts';
import type { PostgresStoreOptions } from './postgres-options.ts';
import { type PostgresRateLimiter, rateLimiterOver } from './postgres-rate-limiter.ts';

/** What an engine takes. `ready` of either makes the tables of both. */
export interface PostgresStores {
  readonly store: PostgresCodeStore;
  readonly rateLimiter: PostgresRateLimiter;
}

/**
 * What `createPostgresCodeStore` and `createPostgresRateLimiter` make, over one pool: for an address `maxConnections` are
 * opened at most, and not as many again. They end when both are closed, as the engine that has them does.
 *
 * @throws OtpConfigurationError naming every option that makes no sense
 * @example
 * const otp = createOtpEngine({ provider, secret, ...createPostgresStores({ url: 'postgres://localhost/app' }) });
 */
export function createPostgresStores(options: PostgresStoreOptions): PostgresStores {
  const { store, limiter } = openStores('createPostgresStores', options);
  return { store: codeStoreOver(store), rateLimiter: rateLimiterOver(limiter) };
}
