/** What store, limiter and once store have in common: a database, its schema, the purge, and an end. */
import { createDatabase, type Database } from './calls/database.ts';
import { shareDatabase } from './calls/share-database.ts';
import { storeFaultOf } from './calls/store-fault.ts';
import { applyMigrations, requireMigrated } from './migrate.ts';
import { type ResolvedPostgresOptions, resolvePostgresOptions } from './postgres-options.ts';
import { type PurgeStep, startPurging } from './purge-expired.ts';

/** How a store begins and ends. */
export interface PostgresLifetime {
  /**
   * Connects, makes the tables where that is asked for, and resolves if everything that this release needs is there. Left
   * out, the first call does so as far as it has to; called at start-up, it tells of a mistake before anybody is refused.
   *
   * @throws OtpStoreError saying what is missing
   */
  ready(): Promise<void>;
  /** Ends what was opened for an address; an injected client stays as it is. May be called again. */
  close(): Promise<void>;
}

/** Opening PGlite for the first time takes seconds; and many processes may wait for the one that migrates. */
const READY_TIMEOUT_MS = 60_000;

/** A database for one of the two, and how it begins and ends. */
export interface OpenStore {
  readonly database: Database;
  readonly lifetime: PostgresLifetime;
}

export function openStore(subject: string, options: unknown, purged: PurgeStep): OpenStore {
  const resolved = resolvePostgresOptions(subject, options);
  return begin(createDatabase(resolved, preparationOf(resolved)), resolved, purged);
}

/** One database for both. */
export function openStores(
  subject: string,
  options: unknown,
): { readonly store: OpenStore; readonly limiter: OpenStore } {
  const resolved = resolvePostgresOptions(subject, options);
  const [ofStore, ofLimiter] = shareDatabase(createDatabase(resolved, preparationOf(resolved)));
  return { store: begin(ofStore, resolved, 'purge_numbers'), limiter: begin(ofLimiter, resolved, 'purge_limits') };
}

function begin(database: Database, resolved: ResolvedPostgresOptions, purged: PurgeStep): OpenStore {
  const stopPurging = resolved.purgeEveryMs === null ? () => {} : startPurging(database, purged, resolved.purgeEveryMs);
  return {
    database,
    lifetime: {
      async ready() {
        try {
          await database.open(READY_TIMEOUT_MS);
          await requireMigrated(database, resolved.names, READY_TIMEOUT_MS);
        } catch (error) {
          throw storeFaultOf(error);
        }
      },
      async close() {
        stopPurging();
        await database.close();
      },
    },
  };
}

function preparationOf({ migrate, names }: ResolvedPostgresOptions): Parameters<typeof createDatabase>[1] {
  if (migrate === 'never') return undefined;
  return async (query) => {
    await applyMigrations((statement) => query(statement, [], { isGivenUp: false, onGiveUp: null }), names);
  };
}
