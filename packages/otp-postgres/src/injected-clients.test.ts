/** Options of injected clients that change how statements or replies look: they work, or are refused by name. */
import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import {
  checkSchema,
  createPostgresCodeStore,
  createPostgresRateLimiter,
  migrate,
  type PostgresClient,
  type PostgresStoreOptions,
  purgeExpired,
} from './index.ts';
import { issueInput, rightGuess, wrongGuess } from './test-support/calls.ts';
import { createTestBed } from './test-support/test-bed.ts';

const bed = createTestBed();

async function expectToWork(client: PostgresClient, schema = 'countersign'): Promise<void> {
  const options: PostgresStoreOptions = { client, schema, queryTimeoutMs: 10_000 };
  const store = createPostgresCodeStore(options);
  await store.ready();
  const input = issueInput({ purpose: 'Überweisung 💥 "a" \\ b' });
  expect(await store.issue(input)).toMatchObject({
    status: 'issued',
    challengeId: input.challengeId,
    salt: input.salt,
  });
  expect(await store.issue(input)).toMatchObject({ status: 'duplicate', keyId: input.keyId });
  expect(await store.redeem(wrongGuess(input))).toMatchObject({ status: 'mismatch', attemptsLeft: 4 });
  expect(await store.redeem({ ...rightGuess(input), challengeId: null })).toMatchObject({ status: 'accepted' });
  // Known to others as well: nothing was written in a way of this client's own.
  const other = createPostgresCodeStore(options);
  expect(await other.redeem(rightGuess(input))).toMatchObject({ status: 'not-found' });
  const limiter = createPostgresRateLimiter(options);
  const windows = [{ key: input.subject, max: 1, durationMs: 60_000 }];
  expect(await limiter.take(windows, null)).toEqual({ status: 'allowed' });
  expect(await limiter.take(windows, null)).toMatchObject({ status: 'limited', key: input.subject });
  expect(await checkSchema({ client, schema })).toMatchObject({ status: 'current' });
  expect(await purgeExpired({ client, schema })).toBeGreaterThanOrEqual(0);
}

const spoilt = () => 'spoilt';

describe('a Pool of pg', () => {
  it.each<[string, pg.PoolConfig]>([
    ['types', { types: { getTypeParser: () => spoilt } as unknown as pg.CustomTypesConfig }],
    ['binary', { binary: true } as pg.PoolConfig],
    ['pipeline', { pipeline: true } as pg.PoolConfig],
    ['max, maxUses and min', { max: 1, maxUses: 1, min: 1 }],
    ['maxLifetimeSeconds', { maxLifetimeSeconds: 1 }],
    ['query_timeout', { query_timeout: 5000 }],
    ['statement_timeout and lock_timeout', { statement_timeout: 5000, lock_timeout: 5000 }],
    ['idle_in_transaction_session_timeout', { idle_in_transaction_session_timeout: 5000 }],
    ['client_encoding', { client_encoding: 'UTF8' }],
    ['application_name and keepAlive', { application_name: 'app', keepAlive: true }],
    ['allowExitOnIdle and idleTimeoutMillis', { allowExitOnIdle: true, idleTimeoutMillis: 1 }],
    [
      'options that change how values are written',
      {
        options:
          '-c datestyle=SQL,DMY -c timezone=Asia/Kathmandu -c extra_float_digits=-3 -c bytea_output=escape -c standard_conforming_strings=off -c quote_all_identifiers=on -c search_path=nowhere -c lc_messages=C',
      },
    ],
  ])('works with %s', async (_option, options) => {
    await expectToWork(bed.openPool(options));
  });

  it('works where the application has told pg how to read and write types', async () => {
    const { builtins } = pg.types;
    const types = [builtins.TEXT, builtins.INT8, builtins.INT4, builtins.BOOL];
    const former = types.map((type) => pg.types.getTypeParser(type));
    const { parseInputDatesAsUTC } = pg.defaults;
    for (const type of types) pg.types.setTypeParser(type, spoilt);
    pg.defaults.parseInputDatesAsUTC = true;
    try {
      await expectToWork(bed.openPool());
    } finally {
      for (const [index, type] of types.entries()) pg.types.setTypeParser(type, former[index] ?? String);
      pg.defaults.parseInputDatesAsUTC = parseInputDatesAsUTC ?? false;
    }
  });

  it.each([{ client_encoding: 'LATIN1' }, { client_encoding: 'SQL_ASCII' }])('is refused with %o', (options) => {
    expectRefusal(bed.openPool(options), 'client_encoding');
  });
});

describe('sql of postgres.js', () => {
  const spoilText = { to: 25, from: [25, 20, 23], serialize: String, parse: spoilt };

  it.each<[string, postgres.Options<Record<string, postgres.PostgresType>>]>([
    ['transform: postgres.camel', { transform: postgres.camel }],
    ['transform: postgres.toPascal', { transform: { column: postgres.toPascal } }],
    ['transform.column and transform.value', { transform: { column: spoilt, value: spoilt } }],
    ['transform.undefined', { transform: { undefined: null } }],
    ['types that parse', { types: { text: spoilText } }],
    ['types: bigint', { types: { bigint: postgres.BigInt } }],
    ['prepare: false', { prepare: false }],
    ['fetch_types: false', { fetch_types: false }],
    ['debug', { debug: () => {} }],
    ['debug: true', { debug: true }],
    ['onnotice and onparameter', { onnotice: () => {}, onparameter: () => {} }],
    ['max: 1, max_lifetime and idle_timeout', { max: 1, max_lifetime: 1, idle_timeout: 1 }],
    ['max_pipeline', { max_pipeline: 1 } as never],
    ['connection', { connection: { application_name: 'app', search_path: 'nowhere', statement_timeout: 5000 } }],
    ['target_session_attrs', { target_session_attrs: 'read-write' }],
  ])('works with %s', async (_option, options) => {
    const sql = postgres(bed.server.url, options);
    bed.later(() => sql.end({ timeout: 1 }));
    await expectToWork(sql);
  });

  it.each<[string, postgres.Options<Record<string, postgres.PostgresType>>]>([
    ['transform.row', { transform: { row: (row) => row } }],
    ['transform.row', { transform: { row: { from: (row) => row } } }],
    ['types', { types: { text: { to: 25, from: [], serialize: (text: string) => `<${text}>`, parse: String } } }],
    [
      'types',
      { types: { big: { to: 20, from: [], serialize: (big: number) => big.toExponential(), parse: String } as never } },
    ],
    ['client_encoding', { connection: { client_encoding: 'latin1' } }],
  ])('is refused with %s', (option, options) => {
    const sql = postgres(bed.server.url, options);
    bed.later(() => sql.end({ timeout: 1 }));
    expectRefusal(sql, option);
  });

  it('fails a call, and nothing else, where a function of the application throws', async () => {
    const fail = () => {
      throw new Error('from the application, with +14155550123');
    };
    for (const options of [{ debug: fail }, { onnotice: fail, transform: { column: fail } }]) {
      const sql = postgres(bed.server.url, { ...options, fetch_types: false });
      bed.later(() => sql.end({ timeout: 1 }));
      const error: unknown = await createPostgresCodeStore({ client: sql })
        .issue(issueInput())
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
      expect(String(error)).not.toContain('5550123');
    }
  });
});

describe('a PGlite', () => {
  it('works with parsers and serializers of the application', async () => {
    const types = [25, 20, 23, 16];
    const spoil = Object.fromEntries(types.map((type) => [type, spoilt]));
    const client = await PGlite.create({ parsers: spoil, serializers: spoil });
    bed.later(() => client.close());
    await migrate({ client });
    await expectToWork(client);
  }, 60_000);
});

function expectRefusal(client: PostgresClient, option: string): void {
  for (const create of [createPostgresCodeStore, createPostgresRateLimiter]) {
    let error: unknown;
    try {
      create({ client });
    } catch (thrown) {
      error = thrown;
    }
    const problems = problemsOf(error);
    expect(problems).toEqual([{ option: 'client', message: expect.stringContaining(option) }]);
  }
}

function problemsOf(error: unknown) {
  return OtpConfigurationError.isInstance(error) ? error.problems : error;
}
