/**
 * The apps' own database, apart from codes and limits: users and their sessions, in PostgreSQL through Kysely. Without
 * `DATABASE_URL` it is PGlite, PostgreSQL within this process, and gone with it.
 */
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import { DatabaseUnavailableError } from './database-unavailable-error.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;

const ANSWER_MS = 3_000;

/** @throws DatabaseUnavailableError when it cannot be reached, or its tables cannot be made */
export async function openDatabase(url: string | undefined): Promise<Database> {
  const database: Database = new Kysely({ dialect: url === undefined ? await pglite() : await postgres(url) });
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.destroy();
    throw new DatabaseUnavailableError(error);
  }
}

/** For health and readiness. Never throws. */
export async function isReachable(database: Database): Promise<boolean> {
  return sql`select 1`.execute(database).then(
    () => true,
    () => false,
  );
}

/** Loaded where it is used: it brings PostgreSQL itself. */
async function pglite(): Promise<PGliteDialect> {
  const { PGlite } = await import('@electric-sql/pglite');
  return new PGliteDialect({ pglite: await PGlite.create() });
}

async function postgres(connectionString: string): Promise<PostgresDialect> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    idleTimeoutMillis: 30_000,
  });
  // A connection that breaks while nobody uses it is replaced; without a listener it would end the process.
  pool.on('error', () => {});
  return new PostgresDialect({ pool });
}
