/** How long a batch of a purge takes where there are many rows, and what it does to requests that go on meanwhile. */
import { type PostgresQuery, purgeExpired } from '@countersign/otp-postgres';
import type { Pool, PoolClient } from 'pg';
import { percentile } from '../measure/statistics.ts';
import { atOnce } from '../stores/at-once.ts';
import type { StoreAlone } from '../stores/store-alone.ts';
import { AT_ONCE } from './speed.ts';

export interface PurgeReport {
  readonly batchesMs: readonly number[];
  /** Cycles without and beside a purge that never pauses, in milliseconds. */
  readonly aloneMs: CycleTimes;
  readonly besideMs: CycleTimes;
  /** Batches that were purged beside them. */
  readonly besideBatches: number;
  /** Requests served while a batch was deleted and not yet committed. */
  readonly servedDuringBatch: number;
}

export interface CycleTimes {
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
}

export interface PurgePlan {
  readonly schema: string;
  readonly alone: StoreAlone;
  readonly batches: number;
  readonly cycles: number;
}

/** The schema has expired rows enough for all of it. */
export async function measurePurge(pool: Pool, plan: PurgePlan): Promise<PurgeReport> {
  // As a purge on the hour finds it: not in the middle of a write-out of all that was filled in.
  await pool.query('CHECKPOINT');
  const batchesMs = await timeBatches(pool, plan);
  const servedDuringBatch = await serveDuringBatch(pool, plan);
  const aloneMs = await timeCycles(plan);
  return { batchesMs, servedDuringBatch, aloneMs, ...(await timeBesidePurge(pool, plan)) };
}

async function timeBatches(pool: Pool, { schema, batches }: PurgePlan): Promise<readonly number[]> {
  const enough = new AbortController();
  const timesMs: number[] = [];
  const query: PostgresQuery = async ({ text }, values) => {
    const startedAtMs = performance.now();
    const { rows } = await pool.query(text, [...values]);
    timesMs.push(performance.now() - startedAtMs);
    if (timesMs.length === batches) enough.abort();
    return rows;
  };
  await purgeExpired({ query, schema, signal: enough.signal });
  if (timesMs.length < batches) throw new Error('There were too few expired rows to purge.');
  return timesMs;
}

/** A batch stays uncommitted until requests were served, which proves that they do not wait for it. */
async function serveDuringBatch(pool: Pool, { schema, alone, cycles }: PurgePlan): Promise<number> {
  const client: PoolClient = await pool.connect();
  const enough = new AbortController();
  try {
    await client.query('BEGIN');
    const query: PostgresQuery = async ({ text }, values) => {
      const { rows } = await client.query(text, [...values]);
      enough.abort();
      return rows;
    };
    const purged = await purgeExpired({ query, schema, signal: enough.signal });
    if (purged === 0) throw new Error('There was nothing to purge.');
    // One connection less, so one worker less.
    await atOnce(Array(cycles).keys(), AT_ONCE - 1, () => alone.cycle(0));
    await client.query('COMMIT');
    return cycles;
  } finally {
    client.release();
  }
}

async function timeBesidePurge(pool: Pool, plan: PurgePlan): Promise<Pick<PurgeReport, 'besideMs' | 'besideBatches'>> {
  const enough = new AbortController();
  let besideBatches = 0;
  const query: PostgresQuery = async ({ text }, values) => {
    besideBatches += 1;
    return (await pool.query(text, [...values])).rows;
  };
  const purging = purgeExpired({ query, schema: plan.schema, signal: enough.signal });
  try {
    return { besideMs: await timeCycles(plan), besideBatches };
  } finally {
    enough.abort();
    await purging;
  }
}

async function timeCycles({ alone, cycles }: PurgePlan): Promise<CycleTimes> {
  // One connection is left to the purge.
  const timesMs = await atOnce(Array(cycles).keys(), AT_ONCE - 1, async () => {
    const startedAtMs = performance.now();
    await alone.cycle(0);
    return performance.now() - startedAtMs;
  });
  return { p50: percentile(timesMs, 0.5), p99: percentile(timesMs, 0.99), slowest: percentile(timesMs, 1) };
}
