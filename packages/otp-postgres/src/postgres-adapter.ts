/** This package as a value, for who composes engines of settings. */
import { OtpStoreError, type StoreAdapter } from '@countersign/otp-core/adapter';
import { checkSchema } from './migrate.ts';
import { createPostgresOnceStore } from './postgres-once-store.ts';
import type { PostgresStoreOptions } from './postgres-options.ts';
import { createPostgresRateLimiter } from './postgres-rate-limiter.ts';
import { createPostgresStores } from './postgres-stores.ts';

const PROBE_TIMEOUT_MS = 10_000;

/**
 * PostgreSQL and PGlite for `adapters` of `otp-config`. Loads nothing; the client comes with the first call.
 *
 * @example
 * const { engine, close } = await createOtpFromEnv(process.env, { adapters: [twilioAdapter, postgresAdapter] });
 */
export const postgresAdapter: StoreAdapter = {
  specificationVersion: 'v1',
  kind: 'store-adapter',
  packageName: '@countersign/otp-postgres',
  open(options) {
    const { migrate = 'on-start', ...others } = optionsOf(options);
    const stores = createPostgresStores({ ...others, migrate });
    return {
      ...stores,
      async ready() {
        if (migrate !== 'never') await stores.store.ready();
      },
    };
  },
  openOnce(options) {
    const { migrate = 'on-start', ...others } = optionsOf(options);
    const once = createPostgresOnceStore({ ...others, migrate });
    const rateLimiter = createPostgresRateLimiter({ ...others, migrate });
    return {
      once,
      rateLimiter,
      // One after the other: both would make the same tables.
      async ready() {
        if (migrate === 'never') return;
        await once.ready();
        await rateLimiter.ready();
      },
    };
  },
  async probe(options) {
    const { url, schema, migrate = 'on-start' } = optionsOf(options);
    const { status, message } = await checkSchema({
      url,
      ...(schema === undefined ? {} : { schema }),
      timeoutMs: PROBE_TIMEOUT_MS,
    });
    if (status === 'current' || status === 'newer') return message;
    if (migrate === 'never') throw new OtpStoreError('OTP_STORE_UNAVAILABLE', message);
    return `${message.replace(/: run migrate\(\)\.$/, '')}, which the start will see to.`;
  },
};

/** The factories check every one. Settings know addresses alone. */
function optionsOf(options: object): Extract<PostgresStoreOptions, { readonly url: string }> {
  return options as Extract<PostgresStoreOptions, { readonly url: string }>;
}
