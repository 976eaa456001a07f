import type { Choice, Ranges } from './choice.ts';

/** The name of a store, as `--store` takes it. */
export type StoreName = 'memory' | 'redis' | 'postgres' | 'pglite';

/** Where an app can keep its state. */
export interface Store extends Choice<StoreName> {
  /** Ours; `null`: it is part of the core. */
  readonly adapter: string | null;
  readonly libraries: Ranges;
  /** `OTP_STORE`. */
  readonly address: string;
  /** The line that starts it, where something has to be running. */
  readonly start: string | null;
}

export const STORES: readonly Store[] = [
  { name: 'memory', title: 'memory of one process', adapter: null, libraries: {}, address: 'memory:', start: null },
  {
    name: 'redis',
    title: 'Redis or Valkey',
    adapter: '@countersign/otp-redis',
    libraries: { ioredis: '^6.0.0' },
    address: 'redis://localhost:6379',
    start: 'docker run --rm -p 6379:6379 valkey/valkey',
  },
  {
    name: 'postgres',
    title: 'PostgreSQL',
    adapter: '@countersign/otp-postgres',
    libraries: { pg: '^8.23.1' },
    address: 'postgres://postgres:postgres@localhost:5432/postgres',
    start: 'docker run --rm -p 5432:5432 -e POSTGRES_PASSWORD=postgres postgres',
  },
  {
    name: 'pglite',
    title: 'PGlite: PostgreSQL in a folder, for one process',
    adapter: '@countersign/otp-postgres',
    libraries: { '@electric-sql/pglite': '^0.5.16' },
    address: 'pglite:./data',
    start: null,
  },
];
