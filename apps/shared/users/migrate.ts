/** Brings the tables to what the code expects; several apps that start at once wait for each other. */
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { USERS_AND_SESSIONS } from './migrations/2026-01-users-and-sessions.ts';
import type { Tables } from './tables.ts';

/** In the order of their names. One that has run anywhere is never changed: write another. */
const MIGRATIONS: Readonly<Record<string, Migration>> = { '2026-01-users-and-sessions': USERS_AND_SESSIONS };

/** @throws whatever the database says */
export async function migrate(database: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableName: 'example_migrations',
    migrationLockTableName: 'example_migrations_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
