/** Where codes and limits are kept. Types only. */

/** One kind of store, for codes and limits alike. */
export type StoreSettings = MemoryStoreSettings | RedisStoreSettings | PostgresStoreSettings;

/** In this process: for one process, and gone with it. */
export interface MemoryStoreSettings {
  readonly kind: 'memory';
}

/** In Redis or Valkey; needs `@countersign/otp-redis`, and `ioredis` or `redis`. */
export interface RedisStoreSettings {
  readonly kind: 'redis';
  /** `redis://`, `rediss://`, `redis+cluster://` or `redis+sentinel://`. */
  readonly url: string;
  /** What all keys begin with. @defaultValue 'otp:' */
  readonly prefix?: string;
}

/** In PostgreSQL, or in PGlite within this process; needs `@countersign/otp-postgres`, and `pg` or `@electric-sql/pglite`. */
export interface PostgresStoreSettings {
  readonly kind: 'postgres';
  /** `postgres://`, `postgresql://`, or `pglite:` and a folder. */
  readonly url: string;
  /** Whether `createOtp` connects and makes what tables are missing. @defaultValue 'on-start' */
  readonly migrate?: 'on-start' | 'never';
  /**
   * `unnamed` where a pooler stands before the server and keeps no prepared statements.
   * @defaultValue what the address says by `?statements=unnamed` or `?pgbouncer=true`, else 'named'
   */
  readonly statements?: 'named' | 'unnamed';
  /** @defaultValue 'countersign' */
  readonly schema?: string;
}
