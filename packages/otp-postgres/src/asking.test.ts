/** What is asked again, and what is not: told by a query function, which sees everything that leaves. */
import { OtpConfigurationError, OtpMisuseError } from '@countersign/otp-core/adapter';
import { describe, expect, it, vi } from 'vitest';
import { createPostgresCodeStore, createPostgresRateLimiter, type PostgresQuery } from './index.ts';
import { issueInput, rightGuess } from './test-support/calls.ts';
import { refusalOf } from './test-support/test-bed.ts';

const ACCEPTED = [{ outcome: 'accepted\u001F\u001Ec-1' }];

function faulty(...codes: readonly string[]) {
  const left = [...codes];
  return vi.fn<PostgresQuery>(async () => {
    const code = left.shift();
    if (code === undefined) return ACCEPTED;
    throw Object.assign(new Error('for +14155550123, code 123456'), { code, detail: 'Key (subject)=(secret) exists.' });
  });
}

const guess = (query: PostgresQuery) => createPostgresCodeStore({ query }).redeem(rightGuess(issueInput()));

describe('createPostgresCodeStore', () => {
  it('asks again where the server has certainly undone everything, in a way that suits the isolation level', async () => {
    const query = faulty('40001', '40001', '40P01', '23505');
    expect(await guess(query)).toEqual({ status: 'accepted', challengeId: 'c-1' });
    const texts = query.mock.calls.map(([statement]) => statement.text.slice(0, 6));
    expect(texts).toEqual(['SELECT', 'CALL "', 'CALL "', 'CALL "', 'CALL "']);
  });

  it('asks a server that takes a SELECT for a read by a CALL, once', async () => {
    expect(await guess(faulty('25006'))).toMatchObject({ status: 'accepted' });
    expect((await refusalOf(guess(faulty('25006', '25006')))).message).toContain('READ_ONLY_SQL_TRANSACTION');
  });

  it('gives up after so many times, and never with a success', async () => {
    const query = faulty(...Array.from({ length: 1000 }, () => '40P01'));
    expect((await refusalOf(guess(query))).message).toBe('PostgreSQL could not answer (DEADLOCK_DETECTED).');
    expect(query.mock.calls.length).toBeLessThanOrEqual(12);
  });

  it.each([
    ['08006', 'OTP_STORE_UNAVAILABLE', 'PostgreSQL could not answer (CONNECTION_EXCEPTION).'],
    ['ECONNRESET', 'OTP_STORE_UNAVAILABLE', 'PostgreSQL could not answer (ECONNRESET).'],
    ['53100', 'OTP_STORE_FULL', 'PostgreSQL is out of space (DISK_FULL).'],
    ['53300', 'OTP_STORE_UNAVAILABLE', 'PostgreSQL could not answer (TOO_MANY_CONNECTIONS).'],
    ['57014', 'OTP_STORE_UNAVAILABLE', 'PostgreSQL could not answer (QUERY_CANCELED).'],
    ['57P01', 'OTP_STORE_UNAVAILABLE', 'PostgreSQL could not answer (ADMIN_SHUTDOWN).'],
    ['28P01', 'OTP_STORE_UNAVAILABLE', 'PostgreSQL could not answer (INVALID_PASSWORD).'],
    ['22P02', 'OTP_STORE_UNAVAILABLE', 'A record cannot be read (DATA_EXCEPTION).'],
    ['XX001', 'OTP_STORE_UNAVAILABLE', 'A record cannot be read (DATA_CORRUPTED).'],
    ['something 123456', 'OTP_STORE_UNAVAILABLE', 'PostgreSQL could not answer.'],
    ['99999', 'OTP_STORE_UNAVAILABLE', 'PostgreSQL could not answer.'],
  ])('does not ask again after %s, and tells no more than its name', async (fault, code, message) => {
    const query = faulty(fault);
    const error = await refusalOf(guess(query));
    expect(error).toMatchObject({ code, message });
    expect(error.cause).toBeUndefined();
    expect(JSON.stringify({ ...error })).not.toMatch(/123456|5550123|secret/);
    expect(query).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['no row', []],
    ['no outcome', [{}]],
    ['a word that is none', [{ outcome: 'granted' }]],
    ['a number that is none', [{ outcome: 'mismatch\u001F\u001Ec-1\u001Fmany' }]],
    ['an object', [{ outcome: { status: 'accepted' } }]],
  ])('does not believe an answer that is %s', async (_what, rows) => {
    expect((await refusalOf(guess(async () => rows))).message).toBe('PostgreSQL answered nonsense.');
  });

  it('ends in time when nothing ever answers, and lets the next call of the number through', async () => {
    const answers = [new Promise<never>(() => {}), Promise.resolve(ACCEPTED)];
    const store = createPostgresCodeStore({ query: () => answers.shift() ?? [], queryTimeoutMs: 20 } as never);
    const input = rightGuess(issueInput());
    expect(await refusalOf(store.redeem(input))).toMatchObject({ fault: 'TIMEOUT' });
    expect(await store.redeem(input)).toMatchObject({ status: 'accepted' });
  });

  it('lets calls of one number wait for each other here, and no others', async () => {
    const running = new Map<string | null, number>();
    let most = 0;
    const query: PostgresQuery = async (_statement, [subject = null]) => {
      const count = (running.get(subject) ?? 0) + 1;
      most = Math.max(most, count);
      running.set(subject, count);
      await new Promise((resolve) => setImmediate(resolve));
      running.set(subject, count - 1);
      return ACCEPTED;
    };
    const store = createPostgresCodeStore({ query });
    const guesses = ['a', 'b'].flatMap((subject) =>
      Array.from({ length: 10 }, () => store.redeem(rightGuess(issueInput({ subject })))),
    );
    expect(await Promise.all(guesses)).toHaveLength(20);
    expect(most).toBe(1);
  });

  it('names every option that makes no sense, and no password', () => {
    const problemsOf = (options: unknown) => {
      try {
        createPostgresCodeStore(options as never);
        return [];
      } catch (error) {
        if (!OtpConfigurationError.isInstance(error)) throw error;
        expect(error.message).not.toContain('hunter2');
        return error.problems.map(({ option }) => option);
      }
    };
    expect(problemsOf(undefined)).toEqual(['options', 'client']);
    expect(problemsOf({})).toEqual(['client']);
    expect(problemsOf({ client: {}, url: 'x' })).toEqual(['client']);
    expect(problemsOf({ client: { query() {}, connect() {} } })).toEqual(['client']);
    expect(problemsOf({ query: 'SELECT 1', maxConnections: 3 })).toEqual(['maxConnections', 'query']);
    for (const url of [
      'mysql://u:hunter2@h/d',
      'postgres:/hunter2',
      'postgres://u:hunter2@:x:/',
      'pglite:',
      'hunter2',
      7,
    ]) {
      expect(problemsOf({ url })).toEqual(['url']);
    }
    expect(
      problemsOf({
        url: 'postgres://u:hunter2@h/d',
        library: 'mysql',
        maxConnections: 0,
        schema: '',
        tablePrefix: 'x'.repeat(43),
        queryTimeoutMs: 5,
        statements: 'some',
        migrate: true,
        purge: { everyMs: 1, now: true },
        pool: 3,
      }),
    ).toEqual([
      'pool',
      'library',
      'maxConnections',
      'queryTimeoutMs',
      'statements',
      'migrate',
      'purge.now',
      'purge.everyMs',
      'schema',
      'tablePrefix',
    ]);
    expect(problemsOf({ url: 'postgresql://h/d', purge: 'sometimes' })).toEqual(['purge']);
  });
});

describe('createPostgresRateLimiter', () => {
  const limiter = createPostgresRateLimiter({ query: async () => [{ outcome: 'limited\u001F1\u001F99' }] });
  const window = { key: 'b', max: 1, durationMs: 1000 };

  it('names the key that the server means', async () => {
    expect(await limiter.take([window, { ...window, key: 'a' }], null)).toEqual({
      status: 'limited',
      key: 'a',
      retryAtMs: 99,
    });
  });

  it.each([
    ['no array', 'windows'],
    ['too many', Array.from({ length: 1001 }, () => window)],
    ['a hole', [null]],
    ['no key', [{ ...window, key: '' }]],
    ['a long key', [{ ...window, key: 'x'.repeat(129) }]],
    ['no max', [{ ...window, max: 0 }]],
    ['a short duration', [{ ...window, durationMs: 999 }]],
    ['a cost of a half', [{ ...window, max: 2, cost: 0.5 }]],
    ['a cost above the max', [{ ...window, cost: 2 }]],
  ])('refuses windows with %s', async (_what, windows) => {
    await expect(limiter.take(windows as never, null)).rejects.toSatisfy(OtpMisuseError.isInstance);
  });

  it('refuses a time that is none', async () => {
    await expect(limiter.take([window], Number.NaN)).rejects.toSatisfy(OtpMisuseError.isInstance);
  });

  it.each(['limited', 'limited\u001F7\u001F99', 'limited\u001F1\u001Fsoon', 'allowed?'])(
    'does not believe %j',
    async (outcome) => {
      const lying = createPostgresRateLimiter({ query: async () => [{ outcome }] });
      await refusalOf(lying.take([window], null));
    },
  );
});
