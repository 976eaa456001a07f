/** What store and limiter are made with: a client, or an address of Redis. */
import { isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import { findTransformedCommand, hasOption } from './connection/ioredis-options.ts';
import { type IoredisLikeClient, isIoredisLike } from './connection/ioredis-port.ts';
import { isNodeRedisLike, type NodeRedisLikeClient } from './connection/node-redis-port.ts';
import { type RedisAddress, readRedisUrl } from './connection/redis-url.ts';
import type { RedisWarning } from './redis-warning.ts';

/** Options that do not depend on how Redis is reached. */
export interface RedisCommonOptions {
  /**
   * What all keys begin with: 1 to 64 letters, digits and `:._-/`. No braces: a hash tag would put every number of a
   * Cluster on one node.
   * @defaultValue 'otp:'
   */
  readonly prefix?: string;
  /** After how long a call fails, 10 to 60,000 milliseconds. @defaultValue 2000 */
  readonly commandTimeoutMs?: number;
  /**
   * Told, after the first connection, what about the server endangers counters. Must not throw.
   * @defaultValue `process.emitWarning`
   */
  readonly onWarning?: (warning: RedisWarning) => void;
}

/** With a client of yours: it is never closed, and nothing of it is changed. */
export interface RedisClientOptions extends RedisCommonOptions {
  /** `Redis` or `Cluster` of `ioredis` (or `iovalkey`), or a connected client, cluster or sentinel of `redis`. */
  readonly client: RedisClient;
}

/** With an address: the client is made on first use and ended by `close`. */
export interface RedisUrlOptions extends RedisCommonOptions {
  /**
   * `redis://user:password@host:6379/0`, `rediss://` for TLS, `redis+cluster://host:port,host:port` or
   * `redis+sentinel://host:port,host:port/name-of-the-master`; the latter two with `?tls=true` where they speak TLS.
   */
  readonly url: string;
  /** Which library makes the client. @defaultValue 'ioredis' if it is installed, else 'redis' */
  readonly library?: 'ioredis' | 'redis';
}

/** Either a client or an address. */
export type RedisStoreOptions = RedisClientOptions | RedisUrlOptions;

/** A client of `ioredis`, `iovalkey` or `redis`, told apart by its shape. */
export type RedisClient = IoredisLikeClient | NodeRedisLikeClient;

export interface ResolvedRedisStoreOptions {
  readonly source:
    | { readonly kind: 'client'; readonly client: RedisClient }
    | { readonly kind: 'address'; readonly address: RedisAddress; readonly library: 'ioredis' | 'redis' | null };
  readonly prefix: string;
  readonly commandTimeoutMs: number;
  readonly onWarning: ((warning: RedisWarning) => void) | null;
}

const COMMON = ['prefix', 'commandTimeoutMs', 'onWarning'];
const DEFAULT_TIMEOUT_MS = 2000;

/** @throws OtpConfigurationError naming every option that makes no sense */
export function resolveRedisStoreOptions(subject: string, options: unknown): ResolvedRedisStoreOptions {
  const problems = new OptionProblems(subject);
  const given = isOptions(options) ? options : {};
  if (given !== options) problems.add('options', 'must be an object');
  problems.addUnknown('', given, ['client', 'url', 'library', ...COMMON]);
  const source = resolveSource(given, problems);
  const { prefix = 'otp:', commandTimeoutMs = DEFAULT_TIMEOUT_MS, onWarning = null } = given;
  if (typeof prefix !== 'string' || !/^[\w:./-]{1,64}$/.test(prefix)) {
    problems.add('prefix', 'must be 1 to 64 letters, digits and :._-/');
  }
  problems.addUnlessInteger('commandTimeoutMs', commandTimeoutMs, 10, 60_000);
  if (onWarning !== null && typeof onWarning !== 'function') problems.add('onWarning', 'must be a function');
  problems.throwIfAny();
  // Whatever is not as its type says has been reported by now.
  return { source, prefix, commandTimeoutMs, onWarning } as ResolvedRedisStoreOptions;
}

function resolveSource(given: Record<string, unknown>, problems: OptionProblems): unknown {
  const { client, url, library = null } = given;
  if ((client === undefined) === (url === undefined)) {
    problems.add('client', 'or url must be given, and not both');
    return null;
  }
  if (client !== undefined) {
    if (library !== null) problems.add('library', 'goes with url, not with client');
    const isClient =
      typeof client === 'object' && client !== null && (isIoredisLike(client) || isNodeRedisLike(client));
    if (!isClient) problems.add('client', 'must be a client of ioredis, iovalkey or redis');
    else if (isIoredisLike(client)) addProblemsOfIoredis(client, problems);
    return { kind: 'client', client };
  }
  if (library !== null) problems.addUnlessOneOf('library', library, ['ioredis', 'redis']);
  return { kind: 'address', address: readRedisUrl('url', url, problems), library };
}

/** What would make every call fail, where nothing here can make up for it. */
function addProblemsOfIoredis(client: IoredisLikeClient, problems: OptionProblems): void {
  const command = findTransformedCommand(client);
  if (command !== undefined) problems.add('client', `has a transformer set for the command ${command}: remove it`);
  if (hasOption(client, 'monitor')) problems.add('client', 'has monitor set, so it accepts no other commands');
  if (hasOption(client, 'dropBufferSupport')) {
    problems.add('client', 'has dropBufferSupport set, so it returns no replies as bytes');
  }
}
