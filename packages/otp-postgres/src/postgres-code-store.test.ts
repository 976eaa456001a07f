import { createOtpEngine, createSmsSender } from '@countersign/otp-core';
import { ISOLATIONS } from '@countersign/test-servers/postgres';
import { describe, expect, it, vi } from 'vitest';
import { createPostgresCodeStore, createPostgresRateLimiter, migrate } from './index.ts';
import { aName, issueInput, rightGuess, wrongGuess } from './test-support/calls.ts';
import { createTestBed, refusalOf } from './test-support/test-bed.ts';

const bed = createTestBed();

describe.each(ISOLATIONS)('createPostgresCodeStore at %s', (level) => {
  it('accepts one of 150 right guesses that arrive at once over three pools', async () => {
    const stores = [1, 2, 3].map(() => bed.openStore({ client: bed.openPoolAt(level) }));
    const input = issueInput();
    await stores[0]?.issue(input);
    const guesses = Array.from({ length: 50 }, () => stores.map((store) => store.redeem(rightGuess(input)))).flat();
    const outcomes = await Promise.all(guesses);
    expect(outcomes.filter(({ status }) => status === 'accepted')).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status === 'not-found')).toHaveLength(149);
  });

  it('counts five of 150 wrong guesses that arrive at once over three pools', async () => {
    const stores = [1, 2, 3].map(() => bed.openStore({ client: bed.openPoolAt(level) }));
    const input = issueInput();
    await stores[0]?.issue(input);
    const guesses = Array.from({ length: 50 }, () => stores.map((store) => store.redeem(wrongGuess(input)))).flat();
    const outcomes = await Promise.all(guesses);
    const left = outcomes.flatMap((outcome) => (outcome.status === 'mismatch' ? [outcome.attemptsLeft] : []));
    expect(left.sort()).toEqual([0, 1, 2, 3, 4]);
    expect(outcomes.filter(({ status }) => status === 'exhausted')).toHaveLength(145);
  });

  it('issues one of many requests for a new number that arrive at once', async () => {
    const stores = [1, 2, 3].map(() => bed.openStore({ client: bed.openPoolAt(level) }));
    const subject = aName();
    const requests = Array.from({ length: 10 }, () =>
      stores.map((store) => store.issue(issueInput({ subject }))),
    ).flat();
    const statuses = (await Promise.all(requests)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 'issued')).toHaveLength(1);
    expect(statuses.filter((status) => status === 'cooldown')).toHaveLength(29);
  });

  it('needs one statement for an operation, and one for all keys of the limiter', async () => {
    const client = bed.openPoolAt(level);
    const { rows } = await client.query('SHOW transaction_isolation');
    expect(rows).toEqual([{ transaction_isolation: level }]);
    const store = bed.openStore({ client });
    const limiter = createPostgresRateLimiter({ client });
    // Above read committed the first collision tells the store how to ask.
    const contested = issueInput();
    await store.issue(contested);
    await Promise.all([1, 2, 3].map(() => createPostgresCodeStore({ client }).redeem(wrongGuess(contested))));
    const input = issueInput();
    const windows = ['a', 'b', 'c'].map((key) => ({ key, max: 5, durationMs: 60_000 }));
    const count = await statementsOf(async () => {
      await store.issue(input);
      await store.redeem(wrongGuess(input));
      await store.redeem(rightGuess(input));
      await limiter.take(windows, null);
    });
    expect(count).toBe(4);
  });
});

describe('createPostgresCodeStore', () => {
  it('goes by the server’s clock, whatever the process believes', async () => {
    const store = bed.openStore();
    const trueMs = Date.now();
    const clock = vi.spyOn(Date, 'now').mockReturnValue(trueMs + 300_000);
    bed.later(async () => clock.mockRestore());
    const issued = await store.issue(issueInput());
    expect(issued.status === 'issued' && Math.abs(issued.sentAtMs - trueMs)).toBeLessThan(30_000);
  });

  it('keeps at most 350 bytes of row and index for a number with one open challenge', async () => {
    const names = { schema: 'measured' };
    await migrate({ client: bed.admin, ...names });
    // One connection: where several wait for the next page, PostgreSQL adds more pages than are filled.
    const store = bed.openStore({ client: bed.openPool({ max: 1 }), ...names });
    const numbers = 4000;
    for (let hundred = 0; hundred < numbers / 100; hundred += 1) {
      await Promise.all(Array.from({ length: 100 }, () => store.issue(issueInput())));
    }
    const { rows } = await bed.admin.query(
      "SELECT sum(pg_relation_size(oid))::int AS bytes FROM pg_class WHERE relnamespace = 'measured'::regnamespace AND relname LIKE 'otp_numbers%'",
    );
    expect(rows[0].bytes / numbers).toBeLessThan(350);
  });

  it('touches no index when a code is redeemed', async () => {
    const names = { schema: 'updated' };
    await migrate({ client: bed.admin, ...names });
    const client = bed.openPool({ max: 1 });
    const store = bed.openStore({ client, ...names });
    const inputs = Array.from({ length: 200 }, () => issueInput());
    for (const input of inputs) {
      await store.issue(input);
      await store.redeem(rightGuess(input));
    }
    await client.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await client.query(
      "SELECT n_tup_upd::int AS updates, n_tup_hot_upd::int AS hot FROM pg_stat_user_tables WHERE schemaname = 'updated' AND relname = 'otp_numbers'",
    );
    expect(rows[0].updates).toBe(200);
    expect(rows[0].hot / rows[0].updates).toBeGreaterThan(0.9);
  });

  it('keeps nothing that can be read: neither numbers nor codes', async () => {
    const texts: string[] = [];
    const otp = createOtpEngine({
      provider: createSmsSender({ send: async (_to, text) => void texts.push(text) }),
      store: bed.openStore({ client: bed.admin }),
      rateLimiter: createPostgresRateLimiter({ client: bed.admin }),
      secret: 'a secret of at least thirty-two bytes',
      message: { appName: 'Acme' },
    });
    const numbers = ['+14155550123', '+442079460123', '+491701234567'] as const;
    for (const to of numbers) await otp.request({ to, client: { ip: '203.0.113.7' } });
    const { rows } = await bed.admin.query(
      'SELECT record AS text FROM countersign.otp_numbers UNION ALL SELECT subject FROM countersign.otp_numbers UNION ALL SELECT key FROM countersign.otp_limits',
    );
    const dump = rows.map(({ text }) => text).join('\n');
    const codes = texts.map((text) => /\b\d{6,8}\b/.exec(text)?.[0] ?? 'no code');
    for (const secret of [...numbers.map((number) => number.slice(2)), '203.0.113.7', 'no code']) {
      expect(dump).not.toContain(secret);
    }
    for (const code of codes) expect(dump.split(/[^\w-]/)).not.toContain(code);
  });

  it('prepares no statement where a pooler does not know them', async () => {
    const client = bed.openPool({ max: 1 });
    const store = bed.openStore({ client, statements: 'unnamed' });
    const input = issueInput();
    await store.issue(input);
    expect(await store.redeem(rightGuess(input))).toMatchObject({ status: 'accepted' });
    expect((await client.query('SELECT name FROM pg_prepared_statements')).rows).toEqual([]);
  });

  it('answers after close with an error, and leaves an injected client open', async () => {
    const store = createPostgresCodeStore({ client: bed.admin });
    await store.close();
    await store.close();
    expect(await refusalOf(store.issue(issueInput()))).toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    expect((await bed.admin.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('closes what it opened', async () => {
    const application = async () =>
      (
        await bed.admin.query(
          "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'countersign'",
        )
      ).rows[0].count;
    const store = createPostgresCodeStore({ url: bed.server.url });
    await store.issue(issueInput());
    expect(await application()).toBeGreaterThan(0);
    await store.close();
    await expect.poll(application).toBe(0);
  });
});

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  await bed.admin.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  await bed.admin.query('SELECT pg_stat_statements_reset()');
  await work();
  const { rows } = await bed.admin.query(
    "SELECT coalesce(sum(calls), 0)::int AS calls FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%'",
  );
  return rows[0].calls;
}
