/** Stores side by side in one database, each in a schema of its own, that differ in how many rows they begin with. */
import { createPostgresCodeStore, migrate, type PostgresCodeStore } from '@countersign/otp-postgres';
import type { Pool } from 'pg';
import { createIssueInputs } from '../stores/issue-inputs.ts';

export interface Rows {
  readonly live: number;
  readonly expired: number;
}

/** Longer ago than anything of a number without failures matters. */
const PAST_MS = 3 * 86_400_000;

export async function createFilledStore(pool: Pool, schema: string, rows: Rows): Promise<PostgresCodeStore> {
  await migrate({ client: pool, schema });
  const store = createPostgresCodeStore({ client: pool, schema });
  await fill(pool, { store, schema, count: rows.live, nowMs: null });
  await fill(pool, { store, schema, count: rows.expired, nowMs: Date.now() - PAST_MS });
  // As autovacuum does in time.
  await pool.query(`VACUUM (ANALYZE) ${numbersOf(schema)}`);
  return store;
}

/** The table of numbers. */
export function numbersOf(schema: string): string {
  return `"${schema}"."otp_numbers"`;
}

interface Filling {
  readonly store: PostgresCodeStore;
  readonly schema: string;
  readonly count: number;
  /** When the challenges were issued; `null`: now. */
  readonly nowMs: number | null;
}

/** One is issued; the others are the same under names of their own, and in no order, as hashes are in none. */
async function fill(pool: Pool, { store, schema, count, nowMs }: Filling): Promise<void> {
  if (count === 0) return;
  const nextInput = await createIssueInputs();
  const { subject, ...input } = nextInput();
  const { status } = await store.issue({ ...input, subject, nowMs });
  if (status !== 'issued') throw new Error(`The store refused to be filled: ${status}.`);
  await pool.query(
    `INSERT INTO ${numbersOf(schema)} (purge_hour, subject, record)
      SELECT purge_hour, left(translate(encode(sha256((subject || copy)::bytea), 'base64'), '+/', '-_'), 22), record
      FROM ${numbersOf(schema)}, generate_series(2, $2::integer) AS copy WHERE subject = $1`,
    [subject, count],
  );
}
