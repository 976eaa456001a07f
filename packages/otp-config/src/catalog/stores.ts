/** The catalog: every kind of store, by how its address begins. */
import type { StoreSettings } from '../settings/store-settings.ts';

/** What the catalog knows of a kind of store. */
export interface StoreEntry {
  readonly kind: StoreSettings['kind'];
  readonly title: string;
  readonly schemes: readonly string[];
  /** Whose adapter opens it. */
  readonly packageName: string;
  /** One of them has to be installed by the app. */
  readonly clients: (url: string) => readonly string[];
  readonly example: string;
}

const MEMORY: StoreEntry = {
  kind: 'memory',
  title: 'memory of this process',
  schemes: ['memory:'],
  packageName: '@countersign/otp-core',
  clients: () => [],
  example: 'memory:',
};

const REDIS: StoreEntry = {
  kind: 'redis',
  title: 'Redis',
  schemes: ['redis://', 'rediss://', 'redis+cluster://', 'redis+sentinel://'],
  packageName: '@countersign/otp-redis',
  clients: () => ['ioredis', 'redis'],
  example: 'redis://localhost:6379',
};

const POSTGRES: StoreEntry = {
  kind: 'postgres',
  title: 'PostgreSQL',
  schemes: ['postgres://', 'postgresql://', 'pglite:'],
  packageName: '@countersign/otp-postgres',
  clients: (url) => [url.startsWith('pglite:') ? '@electric-sql/pglite' : 'pg'],
  example: 'postgres://localhost/app',
};

export const STORES: readonly StoreEntry[] = [MEMORY, REDIS, POSTGRES];

export function findStore(kind: unknown): StoreEntry | undefined {
  return STORES.find((each) => each.kind === kind);
}

/** `undefined`: an address of no kind that we know. */
export function readStoreAddress(address: string): StoreSettings | undefined {
  const entry = STORES.find(({ schemes }) => schemes.some((scheme) => address.startsWith(scheme)));
  if (entry === undefined) return undefined;
  if (entry.kind !== 'memory') return { kind: entry.kind, url: address };
  return address === 'memory:' || address === 'memory://' ? { kind: 'memory' } : undefined;
}
