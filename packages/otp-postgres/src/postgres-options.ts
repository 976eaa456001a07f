/** What store, limiter, migrations and purge are made with: a client, an address, or a function that asks the database. */
import { isOptions, OptionProblems } from '@countersign/otp-core/adapter';
import { problemsOfClient } from './connection/client-problems.ts';
import { isPgPool, type PgPoolLike } from './connection/pg-pool-client.ts';
import { isPglite, type PgliteLike } from './connection/pglite-client.ts';
import { isPostgresJs, type PostgresJsLike } from './connection/postgres-js-client.ts';
import { type PostgresAddress, readPostgresUrl } from './connection/postgres-url.ts';
import type { PostgresRow, PostgresStatement, PostgresValue } from './connection/sql-client.ts';
import { DEFAULT_NAMES, LONGEST_PREFIX_BYTES, type ObjectNames, problemOfName } from './schema/object-names.ts';

/** A client of `pg`, postgres.js or PGlite, told apart by its shape. */
export type PostgresClient = PgPoolLike | PostgresJsLike | PgliteLike;

/** Asks the database on a connection of its choice, outside of any transaction. Rejects with the server's SQLSTATE as `code`. */
export type PostgresQuery = (
  statement: PostgresStatement,
  values: readonly PostgresValue[],
) => PromiseLike<readonly PostgresRow[]>;

/** With a client of yours: it is never closed. */
export interface PostgresClientConnection {
  /** A `Pool` of `pg`, `sql` of postgres.js, or a `PGlite`. */
  readonly client: PostgresClient;
}

/** With an address: what it names is opened on first use, and ended by `close`. */
export interface PostgresUrlConnection {
  /**
   * `postgres://user:password@host:5432/database`, `pglite:./directory` or `pglite:memory:`. With `?statements=unnamed`,
   * `?pgbouncer=true` or `?prepare=false` the address itself says that a pooler keeps no prepared statements.
   */
  readonly url: string;
  /** Which library speaks to a server. @defaultValue 'pg' */
  readonly library?: 'pg' | 'postgres';
  /** Connections to a server, 1 to 1,000. @defaultValue 10 */
  readonly maxConnections?: number;
}

/** With a function, for any other client. */
export interface PostgresQueryConnection {
  readonly query: PostgresQuery;
}

/** How the database is reached: exactly one of `client`, `url` and `query`. */
export type PostgresConnection = PostgresClientConnection | PostgresUrlConnection | PostgresQueryConnection;

/** Where our tables and functions are. */
export interface PostgresNames {
  /** @defaultValue 'countersign' */
  readonly schema?: string;
  /** What the names of tables and functions begin with, at most 42 bytes. @defaultValue 'otp' */
  readonly tablePrefix?: string;
}

/** Options that do not depend on how the database is reached. */
export interface PostgresCommonOptions extends PostgresNames {
  /** After how long a call fails, waiting for a connection included: 10 to 60,000 milliseconds. @defaultValue 2000 */
  readonly queryTimeoutMs?: number;
  /**
   * `unnamed` for poolers that do not keep prepared statements; the server then plans each call anew.
   * @defaultValue what the address says, else 'named'
   */
  readonly statements?: 'named' | 'unnamed';
  /** Whether tables and functions are made before the first call. @defaultValue 'on-start' for a `pglite:` address, else 'never' */
  readonly migrate?: 'on-start' | 'never';
  /** How often what no longer matters is deleted, 1,000 to 2,147,483,647 milliseconds. @defaultValue hourly for an address, else 'never' */
  readonly purge?: { readonly everyMs: number } | 'never';
}

/** What store and limiter are made with. */
export type PostgresStoreOptions = PostgresConnection & PostgresCommonOptions;

export interface ResolvedPostgresOptions {
  readonly source:
    | { readonly kind: 'client'; readonly client: PostgresClient }
    | { readonly kind: 'query'; readonly query: PostgresQuery }
    | {
        readonly kind: 'address';
        readonly address: PostgresAddress;
        readonly library: 'pg' | 'postgres';
        readonly maxConnections: number;
      };
  readonly names: ObjectNames;
  readonly queryTimeoutMs: number;
  readonly statements: 'named' | 'unnamed';
  readonly migrate: 'on-start' | 'never';
  /** `null`: never. */
  readonly purgeEveryMs: number | null;
}

const CONNECTION_OPTIONS = ['client', 'url', 'query', 'library', 'maxConnections'];
const NAME_OPTIONS = ['schema', 'tablePrefix'];
const STORE_OPTIONS = ['queryTimeoutMs', 'statements', 'migrate', 'purge'];

const DEFAULT_TIMEOUT_MS = 2000;
const HOUR_MS = 3_600_000;
/** The longest that a timer waits. */
const LONGEST_PAUSE_MS = 2 ** 31 - 1;

/** @throws OtpConfigurationError naming every option that makes no sense */
export function resolvePostgresOptions(subject: string, options: unknown): ResolvedPostgresOptions {
  const problems = new OptionProblems(subject);
  const given = readOptions(options, [...NAME_OPTIONS, ...STORE_OPTIONS], problems);
  const source = resolveSource(given, problems);
  const { queryTimeoutMs = DEFAULT_TIMEOUT_MS, statements = statementsOf(source) } = given;
  const isPgliteAddress = source?.kind === 'address' && source.address.kind !== 'server';
  const { migrate = isPgliteAddress ? 'on-start' : 'never' } = given;
  const { purge = source?.kind === 'address' ? { everyMs: HOUR_MS } : 'never' } = given;
  problems.addUnlessInteger('queryTimeoutMs', queryTimeoutMs, 10, 60_000);
  problems.addUnlessOneOf('statements', statements, ['named', 'unnamed']);
  problems.addUnlessOneOf('migrate', migrate, ['on-start', 'never']);
  const purgeEveryMs = resolvePurge(purge, problems);
  const names = resolveNames(given, problems);
  problems.throwIfAny();
  // Whatever is not as its type says has been reported by now.
  return { source, names, queryTimeoutMs, statements, migrate, purgeEveryMs } as ResolvedPostgresOptions;
}

/** For `migrate` and `purgeExpired`, which have a connection and names and what `others` adds. */
export function resolveConnection(
  subject: string,
  options: unknown,
  others: Readonly<Record<string, (value: unknown, problems: OptionProblems) => void>>,
): ResolvedPostgresOptions {
  const problems = new OptionProblems(subject);
  const given = readOptions(options, [...NAME_OPTIONS, ...Object.keys(others)], problems);
  const source = resolveSource(given, problems);
  const names = resolveNames(given, problems);
  for (const [name, check] of Object.entries(others)) if (given[name] !== undefined) check(given[name], problems);
  problems.throwIfAny();
  return {
    source,
    names,
    queryTimeoutMs: DEFAULT_TIMEOUT_MS,
    statements: 'unnamed',
    migrate: 'never',
    purgeEveryMs: null,
  } as ResolvedPostgresOptions;
}

function statementsOf(source: ResolvedPostgresOptions['source'] | undefined): 'named' | 'unnamed' {
  if (source?.kind !== 'address' || source.address.kind !== 'server') return 'named';
  return source.address.statements ?? 'named';
}

function readOptions(
  options: unknown,
  known: readonly string[],
  problems: OptionProblems,
): Readonly<Record<string, unknown>> {
  const given = isOptions(options) ? options : {};
  if (given !== options) problems.add('options', 'must be an object');
  problems.addUnknown('', given, [...CONNECTION_OPTIONS, ...known]);
  return given;
}

function resolveSource(
  given: Readonly<Record<string, unknown>>,
  problems: OptionProblems,
): ResolvedPostgresOptions['source'] | undefined {
  const { client, url, query, library = 'pg', maxConnections = 10 } = given;
  if ([client, url, query].filter((each) => each !== undefined).length !== 1) {
    problems.add('client', 'or url or query must be given, and only one of them');
    return undefined;
  }
  if (url === undefined) {
    for (const name of ['library', 'maxConnections']) {
      if (given[name] !== undefined) problems.add(name, 'is for a url only');
    }
  }
  if (query !== undefined) {
    if (typeof query === 'function') return { kind: 'query', query: query as PostgresQuery };
    problems.add('query', 'must be a function (statement, values) => Promise of rows');
    return undefined;
  }
  if (client !== undefined) {
    if (!isPostgresJs(client) && !isPgPool(client) && !isPglite(client)) {
      problems.add('client', 'must be a Pool of pg, sql of postgres.js, or a PGlite');
      return undefined;
    }
    for (const problem of problemsOfClient(client)) problems.add('client', problem);
    return { kind: 'client', client };
  }
  const address = readPostgresUrl(url);
  if (typeof address === 'string') problems.add('url', address);
  problems.addUnlessOneOf('library', library, ['pg', 'postgres']);
  problems.addUnlessInteger('maxConnections', maxConnections, 1, 1000);
  if (typeof address === 'string') return undefined;
  return { kind: 'address', address, library, maxConnections } as ResolvedPostgresOptions['source'];
}

function resolveNames(given: Readonly<Record<string, unknown>>, problems: OptionProblems): ObjectNames {
  const { schema = DEFAULT_NAMES.schema, tablePrefix = DEFAULT_NAMES.tablePrefix } = given;
  const wrongSchema = problemOfName(schema);
  const wrongPrefix = problemOfName(tablePrefix, LONGEST_PREFIX_BYTES);
  if (wrongSchema !== undefined) problems.add('schema', wrongSchema);
  if (wrongPrefix !== undefined) problems.add('tablePrefix', wrongPrefix);
  return { schema, tablePrefix } as ObjectNames;
}

function resolvePurge(purge: unknown, problems: OptionProblems): number | null {
  if (purge === 'never') return null;
  if (!isOptions(purge)) {
    problems.add('purge', "must be 'never' or { everyMs }");
    return null;
  }
  const { everyMs, ...others } = purge;
  problems.addUnknown('purge', others, ['everyMs']);
  problems.addUnlessInteger('purge.everyMs', everyMs, 1000, LONGEST_PAUSE_MS);
  return everyMs as number;
}
