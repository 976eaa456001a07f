/** PostgreSQL behind PgBouncer in transaction mode: each transaction may be on another connection. */
import { type PgBouncerOptions, startPgBouncer } from '@countersign/test-servers/pgbouncer';
import pg from 'pg';
import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import {
  checkSchema,
  createPostgresCodeStore,
  createPostgresOnceStore,
  createPostgresRateLimiter,
  migrate,
  type PostgresQuery,
} from './index.ts';
import { issueInput, rightGuess, wrongGuess } from './test-support/calls.ts';
import { createTestBed, refusalOf } from './test-support/test-bed.ts';

const bed = createTestBed();

async function startPooler(options?: PgBouncerOptions) {
  const pooler = await startPgBouncer(bed.server, options);
  bed.later(() => pooler.stop());
  return pooler;
}

const POOLERS: readonly PgBouncerOptions[] = [
  { poolSize: 1, maxPreparedStatements: 0 },
  { poolSize: 1, maxPreparedStatements: 50 },
  { poolSize: 3, maxPreparedStatements: 0 },
  { poolSize: 3, maxPreparedStatements: 50 },
];
const STATEMENTS = ['named', 'unnamed'] as const;
const LIBRARIES = ['pg', 'postgres'] as const;

const CASES = POOLERS.flatMap((pooler) =>
  LIBRARIES.flatMap((library) => STATEMENTS.map((statements) => ({ ...pooler, library, statements }))),
);

describe('a store by the address of a pooler', () => {
  it.each(CASES)(
    'works with a pool of $poolSize that keeps $maxPreparedStatements statements, by $library, $statements',
    async ({ library, statements, ...options }) => {
      const pooler = await startPooler(options);
      const given = { url: pooler.url(), library, statements, maxConnections: 4, queryTimeoutMs: 10_000 };
      const stores = [1, 2, 3].map(() => bed.openStore(given));
      const limiter = createPostgresRateLimiter(given);
      bed.later(() => limiter.close());
      const inputs = Array.from({ length: 30 }, () => issueInput());
      const issued = await Promise.all(inputs.map((input, index) => stores[index % 3]?.issue(input)));
      expect(issued.map((outcome) => outcome?.status)).toEqual(inputs.map(() => 'issued'));
      const [input = issueInput()] = inputs;
      expect(await stores[1]?.redeem(wrongGuess(input))).toMatchObject({ status: 'mismatch', attemptsLeft: 4 });
      const guesses = Array.from({ length: 30 }, (_, index) => stores[index % 3]?.redeem(rightGuess(input)));
      const accepted = (await Promise.all(guesses)).filter((outcome) => outcome?.status === 'accepted');
      expect(accepted).toHaveLength(1);
      const once = createPostgresOnceStore(given);
      bed.later(() => once.close());
      const claim = { key: input.subject, ttlMs: 60_000, holdMs: 60_000, nowMs: null };
      const claims = await Promise.all(Array.from({ length: 20 }, () => once.claim(claim)));
      expect(claims.filter(({ status }) => status === 'claimed')).toHaveLength(1);
      const windows = [{ key: input.subject, max: 5, durationMs: 60_000 }];
      const taken = await Promise.all(Array.from({ length: 20 }, () => limiter.take(windows, null)));
      expect(taken.filter(({ status }) => status === 'allowed')).toHaveLength(5);
    },
    60_000,
  );

  it.each(['?statements=unnamed', '?pgbouncer=true', '?prepare=false', '?application_name=app&statements=unnamed'])(
    'prepares nothing with %s in the address, by either library',
    async (parameters) => {
      const pooler = await startPooler({ poolSize: 1 });
      for (const library of LIBRARIES) {
        const store = bed.openStore({ url: pooler.url(parameters), library });
        const input = issueInput();
        await store.issue(input);
        expect(await store.redeem(rightGuess(input))).toMatchObject({ status: 'accepted' });
      }
      const direct = new pg.Pool({ connectionString: pooler.url(), max: 1 });
      bed.later(() => direct.end());
      expect((await direct.query('SELECT name FROM pg_prepared_statements')).rows).toEqual([]);
    },
  );

  it.each(LIBRARIES)('passes over what hosts write into addresses for other clients, by %s', async (library) => {
    const pooler = await startPooler();
    const url = pooler.url(
      '?sslmode=disable&channel_binding=prefer&pgbouncer=true&connection_limit=1&supa=base-pooler.x',
    );
    expect(await bed.openStore({ url, library }).issue(issueInput())).toMatchObject({ status: 'issued' });
  });

  it.each(LIBRARIES)('makes and checks the tables through it, by %s', async (library) => {
    const pooler = await startPooler({ poolSize: 1 });
    const options = { url: pooler.url(), library, schema: `pooled_${library}` };
    expect(await migrate(options)).toMatchObject({ status: 'current' });
    expect(await checkSchema(options)).toMatchObject({ status: 'current' });
    const store = bed.openStore({ ...options, statements: 'unnamed' });
    await store.ready();
  });

  it.each(LIBRARIES)(
    'says which refusals are the doing of a pooler, and repeats none of its words, by %s',
    async (library) => {
      const pooler = await startPooler();
      const refused = bed.openStore({ url: pooler.url('?statement_timeout=5000'), library });
      expect(await refusalOf(refused.issue(issueInput()))).toMatchObject({
        fault: 'STARTUP_PARAMETER_REFUSED',
        message: expect.stringContaining('ignore_startup_parameters'),
      });
      const unknown = bed.openStore({ url: pooler.url().replace(/postgres$/, 'nobodys'), library });
      const error = await refusalOf(unknown.issue(issueInput()));
      expect(error.fault).toBe('POOLER_LOGIN_REFUSED');
      expect(error.message).not.toContain('nobodys');
    },
  );

  it.each([
    ['pg', 'POOLER_WAIT_TIMEOUT'],
    // It keeps what it was told until the server is ready again, which is never: the connection is closed.
    ['postgres', 'CONNECTION_CLOSED'],
  ] as const)('says that the pooler has no connection left, by %s: %s', async (library, fault) => {
    const pooler = await startPooler({ poolSize: 1, settings: ['query_wait_timeout = 1'] });
    const holder = new pg.Client(pooler.url());
    await holder.connect();
    bed.later(() => holder.end());
    await holder.query('BEGIN');
    const store = bed.openStore({ url: pooler.url(), library, queryTimeoutMs: 10_000 });
    expect((await refusalOf(store.issue(issueInput()))).fault).toBe(fault);
    await holder.query('ROLLBACK');
    await expect.poll(() => store.issue(issueInput()).catch(() => null)).toMatchObject({ status: 'issued' });
  });
});

describe('a store with a client that goes through a pooler', () => {
  it('asks again without a name where a statement is not on the connection that it got', async () => {
    const pooler = await startPooler({ poolSize: 1 });
    const pool = new pg.Pool({ connectionString: pooler.url(), max: 3 }).on('error', () => {});
    bed.later(() => pool.end());
    const sql = postgres(pooler.url(), { max: 3, prepare: false, fetch_types: false });
    bed.later(() => sql.end());
    for (const client of [pool, sql]) {
      const store = bed.openStore({ client, queryTimeoutMs: 10_000 });
      const inputs = Array.from({ length: 20 }, () => issueInput());
      const outcomes = await Promise.all(inputs.map((input) => store.issue(input)));
      expect(outcomes.map(({ status }) => status)).toEqual(inputs.map(() => 'issued'));
    }
  });

  it.each(['26000', '42P05'])(
    'asks without a name after %s, from then on, and says what to do if that changes nothing',
    async (code) => {
      const names: string[] = [];
      const query: PostgresQuery = async ({ name }) => {
        names.push(name);
        if (name !== '') throw Object.assign(new Error('prepared statement does not exist'), { code });
        return [{ outcome: 'accepted\u001F\u001Ec-1' }];
      };
      const store = createPostgresCodeStore({ query });
      const input = rightGuess(issueInput());
      expect(await store.redeem(input)).toMatchObject({ status: 'accepted' });
      expect(await store.redeem(input)).toMatchObject({ status: 'accepted' });
      expect(names.map((name) => name === '')).toEqual([false, true, true]);
      const stubborn: PostgresQuery = async () => Promise.reject(Object.assign(new Error('lost'), { code }));
      const refusal = await refusalOf(createPostgresCodeStore({ query: stubborn }).redeem(input));
      expect(refusal).toMatchObject({ fault: 'PREPARED_STATEMENT_LOST' });
      expect(refusal.message).toContain('OTP_STORE_STATEMENTS=unnamed');
    },
  );
});
