import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { ISOLATIONS } from '@countersign/test-servers/postgres';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import {
  checkSchema,
  createPostgresRateLimiter,
  migrate,
  migrationsWith,
  type PostgresQuery,
  purgeExpired,
} from './index.ts';
import { issueInput, rightGuess } from './test-support/calls.ts';
import { createTestBed, refusalOf } from './test-support/test-bed.ts';

const FOLDER = join(import.meta.dirname, '../migrations');
const FILES = readdirSync(FOLDER).sort();

const HOSTILE_NAMES = [
  { schema: `sch"ema'; DROP TABLE x; --`, tablePrefix: `o'"tp` },
  { schema: 'schéma 💥', tablePrefix: 'ütp' },
  { schema: '"countersign"', tablePrefix: '"otp_numbers"' },
  { schema: 'a $body$ b', tablePrefix: '$1' },
  { schema: 'back\\slash', tablePrefix: '%s\\n' },
  { schema: 'x'.repeat(63), tablePrefix: 'y'.repeat(42) },
];

const bed = createTestBed();

/** Everything that a schema holds, as the server describes it. */
async function contentsOf(pool: pg.Pool, schema: string): Promise<unknown> {
  const { rows } = await pool.query(
    `SELECT c.relname AS name, c.relkind::text AS kind, c.reloptions::text AS details FROM pg_class c WHERE relnamespace = $1::text::regnamespace
     UNION ALL SELECT p.proname, p.prokind::text, pg_get_functiondef(p.oid) FROM pg_proc p WHERE pronamespace = $1::text::regnamespace
     UNION ALL SELECT a.attrelid::regclass::text, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
       JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = $1::text::regnamespace AND a.attnum > 0
     ORDER BY 1, 2, 3`,
    [schema],
  );
  return rows.map((row) => JSON.stringify(row).replaceAll(schema, ''));
}

describe('migrate', () => {
  it('makes everything, says so, and does nothing the next time', async () => {
    const options = { client: bed.admin, schema: 'first' };
    expect(await checkSchema(options)).toMatchObject({
      status: 'missing',
      version: 0,
      message: expect.stringContaining('run migrate()'),
    });
    const report = await migrate(options);
    expect(report).toMatchObject({ status: 'current', version: FILES.length, needed: FILES.length, applied: FILES });
    expect(report.message).toBe(`Applied ${FILES.join(', ')} in schema "first".`);
    expect(report.serverVersion).toMatch(/^\d+\.\d+/);
    expect(await migrate(options)).toMatchObject({ status: 'current', applied: [] });
    expect(await checkSchema(options)).toMatchObject({
      status: 'current',
      message: `The tables in schema "first" are of version ${FILES.length}, as needed.`,
    });
  });

  it('lets twenty processes begin at once, at every isolation level, by every client', async () => {
    const pools = ISOLATIONS.map((level) => bed.openPoolAt(level));
    const options = (index: number) =>
      index % 4 === 3
        ? { url: bed.server.url, library: 'postgres' as const, schema: 'crowded' }
        : { client: pools[index % 4] ?? bed.admin, schema: 'crowded' };
    const reports = await Promise.all(Array.from({ length: 20 }, (_, index) => migrate(options(index))));
    expect(reports.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'current'));
    const { rows } = await bed.admin.query('SELECT count(*)::int AS count FROM crowded.otp_migrations');
    expect(rows).toEqual([{ count: FILES.length }]);
  });

  it('lets one of many do it, while the others wait and try nothing in vain', async () => {
    const client = bed.openPool({ max: 20 });
    const attempts = await Promise.all(
      Array.from({ length: 20 }, async () => {
        let count = 0;
        const query: PostgresQuery = async ({ text }, values) => {
          if (text.startsWith('DO')) count += 1;
          return (await client.query(text, [...values])).rows;
        };
        await migrate({ query, schema: 'queued' });
        return count;
      }),
    );
    expect(Math.max(...attempts)).toBe(1);
  });

  it('makes the same as the files, run in order, and run again', async () => {
    await migrate({ client: bed.admin, schema: 'by_call' });
    for (const _time of ['once', 'again']) {
      for (const file of FILES) {
        await bed.admin.query(readFileSync(join(FOLDER, file), 'utf8').replaceAll('countersign', 'by_file'));
      }
    }
    expect(await contentsOf(bed.admin, 'by_file')).toEqual(await contentsOf(bed.admin, 'by_call'));
    expect(await migrate({ client: bed.admin, schema: 'by_file' })).toMatchObject({ applied: [] });
  });

  it('brings what is older up to date, and leaves what is newer alone', async () => {
    const options = { client: bed.admin, schema: 'aged' };
    await migrate(options);
    const last = FILES.at(-1) ?? '';
    await bed.admin.query('DELETE FROM aged.otp_migrations WHERE version = $1', [FILES.length]);
    expect(await checkSchema(options)).toMatchObject({ status: 'outdated', version: FILES.length - 1 });
    expect((await refusalOf(bed.openStore(options).ready())).message).toContain('run migrate()');
    expect(await migrate(options)).toMatchObject({ status: 'current', applied: [last] });
    await bed.admin.query("INSERT INTO aged.otp_migrations VALUES ($1, 'of a later release')", [FILES.length + 1]);
    expect(await migrate(options)).toMatchObject({ status: 'newer', applied: [] });
    await bed.openStore(options).ready();
  });

  it.each(HOSTILE_NAMES)('takes names for what they are: $schema, $tablePrefix', async (names) => {
    await migrate({ client: bed.admin, ...names });
    for (const client of [bed.admin, bed.openPoolAt('serializable')]) {
      const store = bed.openStore({ client, ...names });
      await store.ready();
      const input = issueInput();
      const outcomes = await Promise.all([store.issue(input), store.issue(issueInput())]);
      expect(outcomes.map(({ status }) => status)).toEqual(['issued', 'issued']);
      expect(await store.redeem(rightGuess(input))).toMatchObject({ status: 'accepted' });
      const limiter = createPostgresRateLimiter({ client, ...names });
      expect(await limiter.take([{ key: 'k', max: 9, durationMs: 1000 }], null)).toEqual({ status: 'allowed' });
    }
    expect(await purgeExpired({ client: bed.admin, ...names })).toBe(0);
    const { rows } = await bed.admin.query('SELECT nspname FROM pg_namespace WHERE nspname = $1', [names.schema]);
    expect(rows).toHaveLength(1);
  });

  it('needs no right to make schemas where there is one', async () => {
    await bed.admin.query(
      'CREATE ROLE tenant LOGIN; CREATE SCHEMA given AUTHORIZATION tenant; REVOKE CREATE ON DATABASE postgres FROM PUBLIC',
    );
    const client = bed.openPool({ user: 'tenant', connectionString: bed.server.url.replace('postgres@', 'tenant@') });
    expect(await migrate({ client, schema: 'given' })).toMatchObject({ status: 'current' });
    expect((await refusalOf(migrate({ client, schema: 'refused' }))).message).toContain('INSUFFICIENT_PRIVILEGE');
  });

  it('tells a server that is too old, or that is none', async () => {
    const old: PostgresQuery = async () => [{ outcome: '120022 f 12.22' }];
    expect((await refusalOf(migrate({ query: old }))).message).toBe(
      'PostgreSQL 13 or newer is needed; this server is 12.22.',
    );
    expect((await refusalOf(checkSchema({ query: async () => [] }))).message).toContain('PostgreSQL 13 or newer');
    const refusal = await refusalOf(migrate({ url: 'postgres://127.0.0.1:1/nothing' }));
    expect(refusal.message).toBe('PostgreSQL could not answer (ECONNREFUSED).');
  });

  it('names every option that makes no sense', async () => {
    const wrong = { client: bed.admin, schema: 'x'.repeat(64), tablePrefix: 'a\0b', timeoutMs: 1, colour: 'red' };
    const error = await migrate(wrong as never).catch((thrown: unknown) => thrown);
    expect(OtpConfigurationError.isInstance(error) && error.problems.map(({ option }) => option)).toEqual([
      'colour',
      'schema',
      'tablePrefix',
      'timeoutMs',
    ]);
  });
});

describe('migrationsWith', () => {
  it('gives the files under other names, for tools that run them', () => {
    const migrations = migrationsWith({ schema: 'auth' });
    expect(migrations.map(({ file, version }) => [file, version])).toEqual(
      FILES.map((file, index) => [file, index + 1]),
    );
    expect(migrations.map(({ sql }) => sql).join('')).not.toContain('"countersign"');
    expect(migrationsWith().map(({ sql }) => sql)).toEqual(
      FILES.map((file) => readFileSync(join(FOLDER, file), 'utf8')),
    );
  });
});
