/** The catalog: every kind of store, by how its address begins. */
import { type CodeStore, OtpStoreError, type RateLimiter } from '@countersign/otp-core';
import type { OnceStore } from '@countersign/otp-core/spec';
import type { PostgresStoreSettings, RedisStoreSettings, StoreSettings } from '../settings/store-settings.ts';

/** Store and limiter, and what is to be done before the first call. */
export interface OpenedStore {
  readonly store: CodeStore;
  readonly rateLimiter: RateLimiter;
  /** Connects, where starting without would only put a mistake off. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** What is to happen once, and limits; the same otherwise. */
export interface OpenedOnceStore extends Omit<OpenedStore, 'store'> {
  readonly once: OnceStore;
}

export interface StoreEntry<Settings extends StoreSettings = StoreSettings> {
  readonly kind: Settings['kind'];
  readonly title: string;
  readonly schemes: readonly string[];
  readonly packageName: string;
  /** One of them has to be installed by the app. */
  readonly clients: (url: string) => readonly string[];
  readonly example: string;
  create(settings: Settings): Promise<OpenedStore>;
  createOnce(settings: Settings): Promise<OpenedOnceStore>;
  /** Asks the server once and says what it found. Changes nothing that counts. */
  probe(settings: Settings): Promise<string>;
}

const MEMORY: StoreEntry<Extract<StoreSettings, { kind: 'memory' }>> = {
  kind: 'memory',
  title: 'memory of this process',
  schemes: ['memory:'],
  packageName: '@countersign/otp-core',
  clients: () => [],
  example: 'memory:',
  async create() {
    const { createMemoryCodeStore, createMemoryRateLimiter } = await import('@countersign/otp-core/memory');
    return opened(createMemoryCodeStore(), createMemoryRateLimiter());
  },
  async createOnce() {
    const { createMemoryOnceStore, createMemoryRateLimiter } = await import('@countersign/otp-core/memory');
    return openedOnce(createMemoryOnceStore(), createMemoryRateLimiter());
  },
  probe: async () => 'it is this process.',
};

const REDIS: StoreEntry<RedisStoreSettings> = {
  kind: 'redis',
  title: 'Redis',
  schemes: ['redis://', 'rediss://', 'redis+cluster://', 'redis+sentinel://'],
  packageName: '@countersign/otp-redis',
  clients: () => ['ioredis', 'redis'],
  example: 'redis://localhost:6379',
  async create({ kind: _kind, ...options }) {
    const { createRedisCodeStore, createRedisRateLimiter } = await import('@countersign/otp-redis');
    return opened(createRedisCodeStore(options), createRedisRateLimiter(options));
  },
  async createOnce({ kind: _kind, ...options }) {
    const { createRedisOnceStore, createRedisRateLimiter } = await import('@countersign/otp-redis');
    return openedOnce(createRedisOnceStore(options), createRedisRateLimiter(options));
  },
  async probe({ kind: _kind, ...options }) {
    const { createRedisRateLimiter } = await import('@countersign/otp-redis');
    const limiter = createRedisRateLimiter(options);
    try {
      await limiter.take([{ key: 'otp-config check', max: 1_000_000, durationMs: 1000 }], null);
      return 'it runs our scripts.';
    } finally {
      await limiter.close?.();
    }
  },
};

const POSTGRES: StoreEntry<PostgresStoreSettings> = {
  kind: 'postgres',
  title: 'PostgreSQL',
  schemes: ['postgres://', 'postgresql://', 'pglite:'],
  packageName: '@countersign/otp-postgres',
  clients: (url) => [url.startsWith('pglite:') ? '@electric-sql/pglite' : 'pg'],
  example: 'postgres://localhost/app',
  async create({ kind: _kind, migrate = 'on-start', ...others }) {
    const { createPostgresCodeStore, createPostgresRateLimiter } = await import('@countersign/otp-postgres');
    const store = createPostgresCodeStore({ ...others, migrate });
    const rateLimiter = createPostgresRateLimiter({ ...others, migrate });
    // One after the other: both would make the same tables.
    const ready = async () => {
      if (migrate === 'never') return;
      await store.ready();
      await rateLimiter.ready();
    };
    return { ...opened(store, rateLimiter), ready };
  },
  async createOnce({ kind: _kind, migrate = 'on-start', ...others }) {
    const { createPostgresOnceStore, createPostgresRateLimiter } = await import('@countersign/otp-postgres');
    const once = createPostgresOnceStore({ ...others, migrate });
    const rateLimiter = createPostgresRateLimiter({ ...others, migrate });
    const ready = async () => {
      if (migrate === 'never') return;
      await once.ready();
      await rateLimiter.ready();
    };
    return { ...openedOnce(once, rateLimiter), ready };
  },
  async probe({ url, schema, migrate = 'on-start' }) {
    const { checkSchema } = await import('@countersign/otp-postgres');
    const { status, message } = await checkSchema({
      url,
      ...(schema === undefined ? {} : { schema }),
      timeoutMs: 10_000,
    });
    if (status === 'current' || status === 'newer') return message;
    if (migrate === 'never') throw new OtpStoreError('OTP_STORE_UNAVAILABLE', message);
    return `${message.replace(/: run migrate\(\)\.$/, '')}, which the start will see to.`;
  },
};

export const STORES = [MEMORY, REDIS, POSTGRES] as unknown as readonly StoreEntry[];

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

function opened(store: CodeStore, rateLimiter: RateLimiter): OpenedStore {
  return { store, ...withLimiter(store, rateLimiter) };
}

function openedOnce(once: OnceStore, rateLimiter: RateLimiter): OpenedOnceStore {
  return { once, ...withLimiter(once, rateLimiter) };
}

function withLimiter(store: Pick<CodeStore, 'close'>, rateLimiter: RateLimiter): Omit<OpenedStore, 'store'> {
  return {
    rateLimiter,
    ready: async () => {},
    async close() {
      await Promise.allSettled([store.close?.(), rateLimiter.close?.()]);
    },
  };
}
