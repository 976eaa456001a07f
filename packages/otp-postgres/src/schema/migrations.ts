/** The migrations in order: the same text as the files in `migrations/`. */
import { MIGRATION_TEXTS } from './migration-texts.ts';
import { DEFAULT_NAMES, type ObjectNames, withNames } from './object-names.ts';

/** One step of the schema. Running it again changes nothing. */
export interface PostgresMigration {
  readonly version: number;
  /** Of the file in `migrations/`, for example `0001_tables.sql`. */
  readonly file: string;
  readonly sql: string;
}

/** For these names; those that are left out are the default ones. */
export function migrationsWith(names: Partial<ObjectNames> = {}): readonly PostgresMigration[] {
  const complete = { ...DEFAULT_NAMES, ...names };
  return Object.entries(MIGRATION_TEXTS).map(([file, sql]) => ({
    version: Number(file.slice(0, 4)),
    file,
    sql: withNames(sql, complete),
  }));
}

/** What this release needs. */
export const LATEST_VERSION = Object.keys(MIGRATION_TEXTS).length;
