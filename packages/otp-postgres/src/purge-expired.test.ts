import { ISOLATIONS } from '@countersign/test-servers/postgres';
import { describe, expect, it } from 'vitest';
import {
  createPostgresOnceStore,
  createPostgresRateLimiter,
  migrate,
  type PostgresQuery,
  purgeExpired,
} from './index.ts';
import { issueInput, rightGuess, wrongGuess } from './test-support/calls.ts';
import { createTestBed } from './test-support/test-bed.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const bed = createTestBed();

/** A schema of the test's own, with so many numbers whose time is over. */
async function schemaWithExpired(
  schema: string,
  numbers: number,
): Promise<{ client: typeof bed.admin; schema: string }> {
  await migrate({ client: bed.admin, schema });
  await bed.admin.query(
    `INSERT INTO "${schema}".otp_numbers SELECT 1, 'expired ' || number, concat_ws(E'\\x1f', 1, 0, 0, 0, 0, '', '') FROM generate_series(1, ${numbers}) AS number`,
  );
  return { client: bed.admin, schema };
}

async function countOf(schema: string, table = 'otp_numbers'): Promise<number> {
  const { rows } = await bed.admin.query(`SELECT count(*)::int AS count FROM "${schema}".${table}`);
  return rows[0].count;
}

describe('purgeExpired', () => {
  it('deletes what no longer matters of numbers and limits, and nothing else', async () => {
    const options = await schemaWithExpired('some', 2500);
    const store = bed.openStore(options);
    const limiter = createPostgresRateLimiter(options);
    const longAgo = Date.now() - 3 * DAY_MS;
    const live = issueInput();
    const failed = issueInput({ nowMs: longAgo });
    await store.issue(live);
    await store.issue(issueInput({ nowMs: longAgo }));
    await store.issue(failed);
    // Wrong codes are remembered for a year.
    await store.redeem(wrongGuess(failed));
    await limiter.take([{ key: 'over', max: 1, durationMs: HOUR_MS }], longAgo);
    await limiter.take([{ key: 'counting', max: 1, durationMs: HOUR_MS }], null);
    const once = createPostgresOnceStore(options);
    const claim = { ttlMs: HOUR_MS, holdMs: 1000 };
    for (const [key, nowMs] of [['over', longAgo] as const, ['kept', null] as const])
      await once.claim({ ...claim, key, nowMs });
    expect(await purgeExpired(options)).toBe(2503);
    expect([await countOf('some'), await countOf('some', 'otp_limits')]).toEqual([2, 1]);
    expect(await once.claim({ ...claim, key: 'kept', nowMs: null })).toMatchObject({ status: 'under-way' });
    expect(await countOf('some', 'otp_once')).toBe(1);
    expect(await store.redeem(rightGuess(live))).toMatchObject({ status: 'accepted' });
    expect(await purgeExpired(options)).toBe(0);
  });

  it('deletes by the index, in batches as small as it is told', async () => {
    const options = await schemaWithExpired('indexed', 300);
    await bed.admin.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    await bed.admin.query('SELECT pg_stat_statements_reset()');
    expect(await purgeExpired({ ...options, batchSize: 100 })).toBe(300);
    const { rows } = await bed.admin.query(
      "SELECT sum(calls)::int AS calls FROM pg_stat_statements WHERE query LIKE '%purge_numbers%' AND query LIKE '%indexed%'",
    );
    expect(rows).toEqual([{ calls: 4 }]);
  });

  it('shares the work with others that purge, each row once, beside calls that go on', async () => {
    const options = await schemaWithExpired('shared', 4000);
    const store = bed.openStore(options);
    const inputs = Array.from({ length: 100 }, () => issueInput());
    const [purged, ...outcomes] = await Promise.all([
      Promise.all(
        [...ISOLATIONS, 'serializable' as const].map((level) =>
          purgeExpired({ ...options, client: bed.openPoolAt(level), batchSize: 50 }),
        ),
      ),
      ...inputs.map(async (input) => {
        await store.issue(input);
        return store.redeem(rightGuess(input));
      }),
    ]);
    expect(outcomes.every(({ status }) => status === 'accepted')).toBe(true);
    expect(purged.reduce((sum, count) => sum + count, 0) + (await purgeExpired(options))).toBe(4000);
    expect(await countOf('shared')).toBe(100);
  });

  it('leaves a row that somebody works on, and does not wait for it', async () => {
    const options = await schemaWithExpired('locked', 10);
    const worker = await bed.admin.connect();
    await worker.query('BEGIN');
    await worker.query("SELECT FROM locked.otp_numbers WHERE subject = 'expired 3' FOR UPDATE");
    expect(await purgeExpired({ ...options, client: bed.openPool() })).toBe(9);
    await worker.query('ROLLBACK');
    worker.release();
    expect(await purgeExpired(options)).toBe(1);
  });

  it('ends after the batch under way when it is told to', async () => {
    const options = await schemaWithExpired('aborted', 100);
    const controller = new AbortController();
    let batches = 0;
    const query: PostgresQuery = async ({ text }, values) => {
      batches += 1;
      if (batches === 3) controller.abort();
      return (await bed.admin.query(text, [...values])).rows;
    };
    const { schema } = options;
    expect(await purgeExpired({ query, schema, batchSize: 10, signal: controller.signal })).toBe(30);
    expect(await countOf('aborted')).toBe(70);
    expect(await purgeExpired({ query, schema, signal: controller.signal })).toBe(0);
  });

  it('goes on by itself as long as a store is open that was told so', async () => {
    const options = await schemaWithExpired('timed', 5);
    const store = bed.openStore({ ...options, purge: { everyMs: 1000 } });
    await expect.poll(() => countOf('timed'), { timeout: 5000 }).toBe(0);
    await store.close();
  });
});
