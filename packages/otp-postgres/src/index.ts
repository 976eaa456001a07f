/** Store, limiter and once store in PostgreSQL, their schema, and what keeps them small. */
export type { PgClientLike, PgPoolLike } from './connection/pg-pool-client.ts';
export type { PgliteLike } from './connection/pglite-client.ts';
export type { PostgresJsLike } from './connection/postgres-js-client.ts';
export type { PostgresRow, PostgresStatement, PostgresValue } from './connection/sql-client.ts';
export {
  checkSchema,
  migrate,
  type PostgresMigrateOptions,
  type PostgresMigrationReport,
  type PostgresSchemaReport,
} from './migrate.ts';
export type { PostgresLifetime } from './open-store.ts';
export { postgresAdapter } from './postgres-adapter.ts';
export { createPostgresCodeStore, type PostgresCodeStore } from './postgres-code-store.ts';
export { createPostgresOnceStore, type PostgresOnceStore } from './postgres-once-store.ts';
export type {
  PostgresClient,
  PostgresClientConnection,
  PostgresCommonOptions,
  PostgresConnection,
  PostgresNames,
  PostgresQuery,
  PostgresQueryConnection,
  PostgresStoreOptions,
  PostgresUrlConnection,
} from './postgres-options.ts';
export { createPostgresRateLimiter, type PostgresRateLimiter } from './postgres-rate-limiter.ts';
export { createPostgresStores, type PostgresStores } from './postgres-stores.ts';
export { type PostgresPurgeOptions, purgeExpired } from './purge-expired.ts';
export { migrationsWith, type PostgresMigration } from './schema/migrations.ts';
