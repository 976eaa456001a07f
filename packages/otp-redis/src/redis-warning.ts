/** What about a server endangers counters: told once, after the first connection. Nothing is refused for it. */
export type RedisWarning = EvictingPolicy | UnknownPolicy | ScriptsNotAllowed | ServerTooOld | ClientLibraryMissing;

/** What all warnings have. */
interface WarningBase {
  /** One sentence for an operator. */
  readonly message: string;
}

/** `maxmemory-policy` lets the server forget counters, and with them limits, when memory runs short. */
export interface EvictingPolicy extends WarningBase {
  readonly type: 'evicting-policy';
  /** For example `allkeys-lru`. */
  readonly policy: string;
}

/** The server does not tell its `maxmemory-policy`. */
export interface UnknownPolicy extends WarningBase {
  readonly type: 'unknown-policy';
}

/** The user may not run EVALSHA and EVAL, or the server has none: every call fails. */
export interface ScriptsNotAllowed extends WarningBase {
  readonly type: 'scripts-not-allowed';
}

/** Older than Redis 6.2. */
export interface ServerTooOld extends WarningBase {
  readonly type: 'server-too-old';
  readonly version: string;
}

/** Neither `ioredis` nor `redis` can be loaded: every call fails. */
export interface ClientLibraryMissing extends WarningBase {
  readonly type: 'client-library-missing';
}
