/** Bytes of rows with their share of the indexes. */
import { createHash } from 'node:crypto';
import {
  createPostgresCodeStore,
  createPostgresOnceStore,
  createPostgresRateLimiter,
  migrate,
} from '@countersign/otp-postgres';
import type { Pool } from 'pg';
import { atOnce } from '../stores/at-once.ts';
import { failOnceEach, type RememberedFailures } from '../stores/remembered-failures.ts';
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

/** What stays of them once vacuumed: a row that was replaced leaves its place to the next one. */
export async function measureRememberedFailures(pool: Pool, numbers: number): Promise<RememberedFailures> {
  const schema = 'remembered';
  await migrate({ client: pool, schema });
  await failOnceEach(createPostgresCodeStore({ client: pool, schema }), { numbers, concurrency: AT_ONCE });
  const bytes = (await relationBytes(pool, numbersOf(schema))) / numbers;
  const { rows } = await pool.query(
    `SELECT (max(purge_hour) - extract(epoch FROM now()) / 3600)::float / 24 AS days FROM ${numbersOf(schema)}`,
  );
  return { keptDays: rows[0].days, bytes };
}

/** Bytes of a limiter's key that something was charged to once, with its share of the indexes. */
export async function measureLimitBytes(pool: Pool, keys: number): Promise<number> {
  const schema = 'limits';
  await migrate({ client: pool, schema });
  const limiter = createPostgresRateLimiter({ client: pool, schema });
  await atOnce(Array(keys).keys(), AT_ONCE, (index) =>
    limiter.take([{ key: hashOf(index), max: 100, durationMs: 3_600_000 }], null),
  );
  return (await relationBytes(pool, `"${schema}"."otp_limits"`)) / keys;
}

/** Bytes of a key that happened once: a claim with a value, with its share of the indexes. */
export async function measureOnceBytes(pool: Pool, keys: number): Promise<number> {
  const schema = 'once';
  await migrate({ client: pool, schema });
  const once = createPostgresOnceStore({ client: pool, schema });
  const lives = { ttlMs: 86_400_000, holdMs: 60_000, nowMs: null };
  await atOnce(Array(keys).keys(), AT_ONCE, async (index) => {
    const key = hashOf(index);
    const claimed = await once.claim({ ...lives, key });
    if (claimed.status !== 'claimed') throw new Error('A new key was claimed before.');
    await once.record({ key, token: claimed.token, value: '', nowMs: null });
  });
  return (await relationBytes(pool, `"${schema}"."otp_once"`)) / keys;
}

/** As keys are: 43 characters, in no order. */
function hashOf(index: number): string {
  return createHash('sha256').update(`${index}`).digest('base64url');
}

/** Once vacuumed. */
async function relationBytes(pool: Pool, relation: string): Promise<number> {
  await pool.query(`VACUUM FULL ${relation}`);
  const { rows } = await pool.query('SELECT pg_total_relation_size($1::regclass)::float AS bytes', [relation]);
  return rows[0].bytes;
}

async function bytesOf(
  pool: Pool,
  measure: 'pg_total_relation_size' | 'pg_indexes_size',
  schema: string,
): Promise<number> {
  const { rows } = await pool.query(`SELECT ${measure}($1::regclass)::float AS bytes`, [numbersOf(schema)]);
  return rows[0].bytes;
}
