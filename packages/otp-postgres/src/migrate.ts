/** Makes and updates tables and functions, and says what there is. */
import { createDatabase, type Database } from './calls/database.ts';
import { codeOf } from './calls/sql-state.ts';
import { storeFaultOf, unavailable } from './calls/store-fault.ts';
import type { PostgresStatement } from './connection/sql-client.ts';
import { type PostgresConnection, type PostgresNames, resolveConnection } from './postgres-options.ts';
import { LATEST_VERSION, migrationsWith, type PostgresMigration } from './schema/migrations.ts';
import { type ObjectNames, qualifiedName, quoteLiteral } from './schema/object-names.ts';
import { statementOf } from './schema/statements.ts';

/** Options of `migrate` and `checkSchema`. */
export type PostgresMigrateOptions = PostgresConnection &
  PostgresNames & {
    /** After how long it fails, 10 to 600,000 milliseconds. @defaultValue 60_000 */
    readonly timeoutMs?: number;
  };

/** What a database has of our tables and functions. */
export interface PostgresSchemaReport {
  /** `outdated`: run `migrate`. `newer`: another process runs a later release; this one goes on working. */
  readonly status: 'current' | 'missing' | 'outdated' | 'newer';
  /** The latest migration that was run; 0 where none was. */
  readonly version: number;
  /** What this release needs. */
  readonly needed: number;
  /** The server's, for example `18.4`. */
  readonly serverVersion: string;
  /** One line for an operator. */
  readonly message: string;
}

/** What `migrate` did. */
export interface PostgresMigrationReport extends PostgresSchemaReport {
  /** The files that were missing when it began, and are applied now. */
  readonly applied: readonly string[];
}

/** One statement on a connection of its own choice, and the text it answers with. */
type Ask = (statement: PostgresStatement) => PromiseLike<unknown>;

const DEFAULT_TIMEOUT_MS = 60_000;
const OLDEST_SERVER = 130_000;
const MOST_TRIES = 5;
/** Serialization failure, deadlock, something that is suddenly there, and "tuple concurrently updated". */
const MET_OTHERS = ['40001', '40P01', '23505', '42P06', '42P07', '42710', '42723', 'XX000'];

/**
 * Makes the tables and functions of this release, or brings those of an earlier one up to date. All of it or nothing, in
 * one transaction; as many processes as like may do so at once. The same as running the files in `migrations/` in order.
 *
 * Functions carry the version they belong to and are not taken away: processes of an earlier release go on working.
 *
 * @throws OtpConfigurationError naming every option that makes no sense
 * @throws OtpStoreError when the server is older than PostgreSQL 13 or cannot do it
 * @example
 * const { message } = await migrate({ url: 'postgres://localhost/app' });
 */
export async function migrate(options: PostgresMigrateOptions): Promise<PostgresMigrationReport> {
  return withDatabase('migrate', options, applyMigrations);
}

/**
 * Says whether the database has what this release needs. Changes nothing.
 *
 * @throws OtpConfigurationError naming every option that makes no sense
 * @throws OtpStoreError when the server is older than PostgreSQL 13 or does not answer
 */
export async function checkSchema(options: PostgresMigrateOptions): Promise<PostgresSchemaReport> {
  return withDatabase('checkSchema', options, readSchema);
}

async function withDatabase<Report>(
  subject: string,
  options: PostgresMigrateOptions,
  work: (ask: Ask, names: ObjectNames) => Promise<Report>,
): Promise<Report> {
  const resolved = resolveConnection(subject, options, {
    timeoutMs: (value, problems) => problems.addUnlessInteger('timeoutMs', value, 10, 600_000),
  });
  const { timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const database = createDatabase({ ...resolved, queryTimeoutMs: timeoutMs });
  try {
    return await work((statement) => database.query(statement, timeoutMs), resolved.names);
  } catch (error) {
    throw storeFaultOf(error);
  } finally {
    await database.close();
  }
}

export async function applyMigrations(ask: Ask, names: ObjectNames): Promise<PostgresMigrationReport> {
  const before = await readSchema(ask, names);
  const missing = migrationsWith(names).filter(({ version }) => version > before.version);
  if (missing.length > 0) await tryAgain(() => ask(createMigrating(missing, names)));
  const after = missing.length === 0 ? before : await readSchema(ask, names);
  const applied = missing.map(({ file }) => file);
  const message =
    applied.length === 0 ? after.message : `Applied ${applied.join(', ')} in schema ${JSON.stringify(names.schema)}.`;
  return { ...after, applied, message };
}

/** Others may be at it, with the files: what meets them is undone as a whole. */
async function tryAgain(work: () => PromiseLike<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt >= MOST_TRIES || !MET_OTHERS.includes(codeOf(error))) throw error;
    }
  }
}

/** @throws OtpStoreError unless everything is there */
export async function requireMigrated(database: Database, names: ObjectNames, timeoutMs: number): Promise<void> {
  const { status, message } = await readSchema((statement) => database.query(statement, timeoutMs), names);
  if (status === 'missing' || status === 'outdated') throw unavailable(message);
}

async function readSchema(ask: Ask, names: ObjectNames): Promise<PostgresSchemaReport> {
  const table = qualifiedName(names, 'migrations');
  const server = await ask(
    statementOf(`SELECT concat_ws(' ', current_setting('server_version_num'), to_regclass(${quoteLiteral(table)}) IS NOT NULL,
      current_setting('server_version')) AS outcome`),
  );
  const [number, hasTable, ...version] = String(server).split(' ');
  const serverVersion = version.join(' ');
  if (!(Number(number) >= OLDEST_SERVER)) {
    throw unavailable(`PostgreSQL 13 or newer is needed; this server is ${serverVersion.slice(0, 32)}.`);
  }
  const latest =
    hasTable === 't' ? await ask(statementOf(`SELECT coalesce(max(version), 0)::text AS outcome FROM ${table}`)) : 0;
  return reportOf(Number(latest), serverVersion, names);
}

function reportOf(version: number, serverVersion: string, { schema }: ObjectNames): PostgresSchemaReport {
  const needed = LATEST_VERSION;
  const where = `schema ${JSON.stringify(schema)}`;
  const common = { version, needed, serverVersion };
  if (version === 0) {
    return { status: 'missing', ...common, message: `The ${where} has no tables of Countersign: run migrate().` };
  }
  if (version < needed) {
    return {
      status: 'outdated',
      ...common,
      message: `The tables in ${where} are of version ${version}, and ${needed} is needed: run migrate().`,
    };
  }
  if (version > needed) {
    return {
      status: 'newer',
      ...common,
      message: `The tables in ${where} are of a later release (${version}, not ${needed}).`,
    };
  }
  return { status: 'current', ...common, message: `The tables in ${where} are of version ${version}, as needed.` };
}

/** One statement, so that it needs no connection of its own: whoever comes first does it while the others wait, and find it done. */
function createMigrating(migrations: readonly PostgresMigration[], names: ObjectNames): PostgresStatement {
  const table = qualifiedName(names, 'migrations');
  const steps = migrations.map(
    ({ version, sql }) => `
    applied := false;
    IF to_regclass(${quoteLiteral(table)}) IS NOT NULL THEN
      EXECUTE ${quoteLiteral(`SELECT EXISTS (SELECT FROM ${table} WHERE version = ${version})`)} INTO applied;
    END IF;
    IF NOT applied THEN EXECUTE ${quoteLiteral(sql)}; END IF;`,
  );
  const body = `
  DECLARE
    applied boolean;
  BEGIN
    -- Above read committed it would not see what those did whom it waited for.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
      ROLLBACK;
      SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    END IF;
    SET LOCAL client_min_messages = warning;
    PERFORM pg_advisory_xact_lock(hashtextextended(${quoteLiteral(`migrate ${table}`)}, 0));
    ${steps.join('')}
  END`;
  return statementOf(`DO ${quoteLiteral(body)}`);
}
