/** Makes a client for an address, of whichever library is installed. Ours: it is ended by `close`. */
import { setMaxListeners } from 'node:events';
import { explainUnloadedPackage, isPackageMissing, OtpConfigurationError } from '@countersign/otp-core/adapter';
import { createIoredisPort, type IoredisLikeClient } from './ioredis-port.ts';
import { createNodeRedisPort, type NodeRedisLikeClient } from './node-redis-port.ts';
import type { RedisPort } from './redis-port.ts';
import type { RedisAddress } from './redis-url.ts';

export type RedisLibrary = 'ioredis' | 'redis';

type Ioredis = Pick<typeof import('ioredis'), 'Redis' | 'Cluster'>;
type NodeRedis = Pick<typeof import('redis'), 'createClient' | 'createCluster' | 'createSentinel'>;

/** An app may have either for other purposes, in a version that we cannot use: then the other one may do. */
const OLDEST = { ioredis: '5.4', redis: '5' } as const;

/** How the libraries are loaded: on first use, as an application has one of them at most. `null`: it is not installed. */
export interface LibraryLoaders {
  readonly ioredis: () => Promise<Ioredis | null>;
  readonly redis: () => Promise<NodeRedis | null>;
}

/** Each import in a `try` of its own, to the letter: so bundlers know that the other library may be missing. */
const LOADERS: LibraryLoaders = {
  async ioredis() {
    try {
      return await import('ioredis');
    } catch (error) {
      return nullIfMissing('ioredis', error);
    }
  },
  async redis() {
    try {
      return await import('redis');
    } catch (error) {
      return nullIfMissing('redis', error);
    }
  },
};

export interface PreparePortOptions {
  readonly address: RedisAddress;
  /** `null`: whichever is installed. */
  readonly library: RedisLibrary | null;
  readonly timeoutMs: number;
  /** @defaultValue by `import` */
  readonly loaders?: LibraryLoaders;
}

/**
 * Loads a library. The client is made, and begins to connect, when the function is called that comes back: whoever was
 * closed meanwhile does not call it.
 *
 * @throws OtpConfigurationError where no library is installed, or one does not load
 */
export async function preparePort({
  address,
  library,
  timeoutMs,
  loaders = LOADERS,
}: PreparePortOptions): Promise<() => RedisPort> {
  const tooOld: RedisLibrary[] = [];
  if (library !== 'redis') {
    const ioredis = await loaders.ioredis();
    if (ioredis !== null && typeof ioredis.Redis === 'function') {
      return () => makeWithIoredis(ioredis, address, timeoutMs);
    }
    if (ioredis !== null) tooOld.push('ioredis');
  }
  if (library !== 'ioredis') {
    const redis = await loaders.redis();
    // Sentinels came with the version from which on replies can be had as they are.
    if (redis !== null && typeof redis.createSentinel === 'function') {
      return () => makeWithNodeRedis(redis, address, timeoutMs);
    }
    if (redis !== null) tooOld.push('redis');
  }
  throw new OtpConfigurationError('url', [{ option: 'library', message: explain(library ?? 'ioredis', tooOld) }]);
}

function explain(library: RedisLibrary, [tooOld]: readonly RedisLibrary[]): string {
  if (tooOld === undefined) return `needs a package that is not installed: npm install ${library}`;
  return `needs ${tooOld} ${OLDEST[tooOld]} or newer, and the installed one is older: npm install ${tooOld}@latest`;
}

/** A library that is there and does not load is no reason to take another one. @internal */
export function nullIfMissing(name: RedisLibrary, error: unknown): null {
  if (isPackageMissing(error, name)) return null;
  throw new OtpConfigurationError('url', [{ option: 'library', message: explainUnloadedPackage(error, name) }]);
}

/** How long `ioredis` waits for the end of a connection that it has ended, before it lets go of it. */
const GOODBYE_MS = 100;

/** Connecting is given up and tried again; calls have deadlines of their own. */
function makeWithIoredis({ Redis, Cluster }: Ioredis, address: RedisAddress, timeoutMs: number): RedisPort {
  const { hosts, username, password, database, masterName } = address;
  const login = { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
  const tls = address.isTls ? { tls: {} } : {};
  const common = { ...login, ...tls, disconnectTimeout: GOODBYE_MS };
  const [first] = hosts;
  let client: InstanceType<typeof Redis> | InstanceType<typeof Cluster>;
  switch (address.kind) {
    case 'single':
      client = new Redis({ ...first, ...common, db: database });
      break;
    case 'cluster':
      client = new Cluster([...hosts], { redisOptions: common });
      break;
    case 'sentinel':
      client = new Redis({
        ...common,
        sentinels: [...hosts],
        name: masterName,
        db: database,
        // One that takes a connection and says nothing would be waited for without an end.
        sentinelCommandTimeout: timeoutMs,
      });
      break;
  }
  client.on('error', ignore);
  return createIoredisPort(client as unknown as IoredisLikeClient);
}

function makeWithNodeRedis(library: NodeRedis, address: RedisAddress, timeoutMs: number): RedisPort {
  const { createClient, createCluster, createSentinel } = library;
  const { hosts, username, password, database, masterName, isTls } = address;
  const login = { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
  // A connection that is still being made is one that the library cannot end: this does.
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  const socket = { signal: ending.signal, ...(isTls ? { tls: true as const } : {}) };
  const socketOf = (host: (typeof hosts)[number] | undefined) => ({ ...host, ...socket });
  let client: unknown;
  switch (address.kind) {
    case 'single':
      client = createClient({ socket: socketOf(hosts[0]), ...login, database });
      break;
    case 'cluster':
      client = createCluster({
        rootNodes: hosts.map((host) => ({ socket: socketOf(host) })),
        defaults: { ...login, socket },
      });
      break;
    case 'sentinel':
      client = createSentinel({
        name: masterName,
        sentinelRootNodes: [...hosts],
        nodeClientOptions: { ...login, database, socket },
        sentinelClientOptions: { socket: { signal: ending.signal } },
      });
      break;
  }
  return keepConnecting(client as NodeRedisLikeClient, timeoutMs, ending);
}

/** Where a first connection to a Cluster or to Sentinels fails, this library gives up; a call that waits tries again. */
function keepConnecting(client: NodeRedisLikeClient, timeoutMs: number, ending: AbortController): RedisPort {
  const port = createNodeRedisPort(client, timeoutMs);
  let isEnded = false;
  client.on('error', ignore);
  return {
    ...port,
    isClosed: () => isEnded,
    wake() {
      if (!client.isOpen && !isEnded) client.connect().catch(ignore);
    },
    disconnect() {
      isEnded = true;
      // One that never connected has nothing to end, and some throw for it.
      if (client.isOpen) port.disconnect();
      ending.abort();
    },
  };
}

/** Each call that suffers from it says so; a client's error without a listener would end the process. */
function ignore(): void {}
