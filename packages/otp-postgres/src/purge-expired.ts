/** Deletes what no longer matters: small batches, each a statement of its own, that leave alone what somebody works on. */
import { createDatabase, type Database } from './calls/database.ts';
import { unavailable } from './calls/store-fault.ts';
import { type PostgresConnection, type PostgresNames, resolveConnection } from './postgres-options.ts';

/** Options of `purgeExpired`. */
export type PostgresPurgeOptions = PostgresConnection &
  PostgresNames & {
    /** Rows a statement deletes, 1 to 1,000. @defaultValue 1000 */
    readonly batchSize?: number;
    /** Ends the purge after the batch under way. */
    readonly signal?: AbortSignal;
  };

const MOST_ROWS = 1000;
const BATCH_TIMEOUT_MS = 30_000;

const TABLES = ['purge_numbers', 'purge_limits', 'purge_once'] as const;

/** What store, limiter and once store have purged, each its own. */
export type PurgeStep = (typeof TABLES)[number];

/**
 * Deletes the records of numbers, limits and what was to happen once that no longer matter, by the server's clock, and tells how many there were.
 * Nothing depends on it but disk space: what is over counts for nothing, deleted or not. Any number of processes may do
 * it at once, beside live traffic.
 *
 * @throws OtpConfigurationError naming every option that makes no sense
 * @throws OtpStoreError when the database cannot answer; what was deleted by then stays deleted
 * @example
 * const purged = await purgeExpired({ client: pool });
 */
export async function purgeExpired(options: PostgresPurgeOptions): Promise<number> {
  const resolved = resolveConnection('purgeExpired', options, {
    batchSize: (value, problems) => problems.addUnlessInteger('batchSize', value, 1, MOST_ROWS),
    signal: (value, problems) => {
      if (!(value instanceof AbortSignal)) problems.add('signal', 'must be an AbortSignal');
    },
  });
  const { batchSize = MOST_ROWS, signal } = options;
  const database = createDatabase({ ...resolved, queryTimeoutMs: BATCH_TIMEOUT_MS });
  try {
    let purged = 0;
    for (const table of TABLES)
      purged += await purgeTable(database, table, { batchSize, isOver: () => signal?.aborted });
    return purged;
  } finally {
    await database.close();
  }
}

interface Purge {
  readonly batchSize: number;
  readonly isOver: () => boolean | undefined;
}

async function purgeTable(database: Database, table: PurgeStep, { batchSize, isOver }: Purge): Promise<number> {
  let purged = 0;
  while (!isOver()) {
    const [count] = await database.step(table, [`${batchSize}`, null], null);
    const rows = Number(count);
    if (!Number.isSafeInteger(rows)) throw unavailable('PostgreSQL answered nonsense.');
    purged += rows;
    if (rows < batchSize) break;
  }
  return purged;
}

/** Purges one table now and then, as long as the process lives anyway. Returns how to stop it. */
export function startPurging(database: Database, table: PurgeStep, everyMs: number): () => void {
  let isOver = false;
  let timer = schedule();

  function schedule(): NodeJS.Timeout {
    // Not at the same moment in every process.
    return setTimeout(purge, everyMs * (0.5 + Math.random() / 2)).unref();
  }

  function purge(): void {
    purgeTable(database, table, { batchSize: MOST_ROWS, isOver: () => isOver })
      // Whatever hinders it hinders requests as well, which tell.
      .catch(() => {})
      .finally(() => {
        if (!isOver) timer = schedule();
      });
  }

  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
