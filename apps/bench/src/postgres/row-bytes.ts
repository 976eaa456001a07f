/** Bytes of a number's row with its share of the indexes. */
import { createPostgresCodeStore, migrate } from '@countersign/otp-postgres';
import type { Pool } from 'pg';
import { atOnce } from '../stores/at-once.ts';
import { createStoreAlone } from '../stores/store-alone.ts';
import { numbersOf } from './filled-store.ts';
import { AT_ONCE } from './speed.ts';

export interface RowBytes {
  /** With one live challenge. */
  readonly live: number;
  /** After all of them were verified: what was replaced takes its place until a vacuum. */
  readonly verified: number;
  /** Of `verified`, its part in indexes. */
  readonly indexes: number;
}

/** Issued one by one through the store, each for a number of its own. */
export async function measureRowBytes(pool: Pool, rows: number): Promise<RowBytes> {
  const schema = 'weighed';
  await migrate({ client: pool, schema });
  const alone = await createStoreAlone('weighed', createPostgresCodeStore({ client: pool, schema }));
  const inputs = await atOnce(Array(rows).keys(), AT_ONCE, () => alone.issue());
  const live = await bytesOf(pool, 'pg_total_relation_size', schema);
  await atOnce(inputs, AT_ONCE, alone.redeem);
  const verified = await bytesOf(pool, 'pg_total_relation_size', schema);
  const indexes = await bytesOf(pool, 'pg_indexes_size', schema);
  return { live: live / rows, verified: verified / rows, indexes: indexes / rows };
}

async function bytesOf(
  pool: Pool,
  measure: 'pg_total_relation_size' | 'pg_indexes_size',
  schema: string,
): Promise<number> {
  const { rows } = await pool.query(`SELECT ${measure}($1::regclass)::float AS bytes`, [numbersOf(schema)]);
  return rows[0].bytes;
}
