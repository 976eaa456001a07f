/** Many at one number at once: made to meet, by holding its row until all of them wait for it. */

import type { CodeStore } from '@countersign/otp-core/spec';
import { ISOLATIONS, type Isolation } from '@countersign/test-servers/postgres';
import { describe, expect, it } from 'vitest';
import { createPostgresRateLimiter, type PostgresQuery } from './index.ts';
import { issueInput, rightGuess, wrongGuess } from './test-support/calls.ts';
import { createTestBed } from './test-support/test-bed.ts';

const CONTENDERS = 8;
const MINUTE_MS = 60_000;

const bed = createTestBed();

/** As many stores as there are contenders, none of which knows of the others, and how many statements they needed. */
function openContenders(level: Isolation) {
  const pool = bed.openPoolAt(level);
  const contenders = { stores: [] as CodeStore[], statements: 0, query: (async () => []) as PostgresQuery };
  contenders.query = async ({ text }, values) => {
    contenders.statements += 1;
    return (await pool.query(text, [...values])).rows;
  };
  contenders.stores = Array.from({ length: CONTENDERS }, () => bed.openStore({ query: contenders.query }));
  return contenders;
}

/** Runs one call each, all of which find the rows of a table as they are, and wait for them. */
async function meetAt<Asker, Outcome>(
  table: 'otp_numbers' | 'otp_limits',
  askers: readonly Asker[],
  call: (asker: Asker) => Promise<Outcome>,
): Promise<readonly Outcome[]> {
  const holder = await bed.admin.connect();
  await holder.query('BEGIN');
  await holder.query(`SELECT FROM countersign.${table} FOR UPDATE`);
  const calls = Promise.all(askers.map(call));
  const waiting = async () =>
    (await bed.admin.query("SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))
      .rows[0].count;
  await expect.poll(waiting, { interval: 5 }).toBe(askers.length);
  await holder.query('ROLLBACK');
  holder.release();
  return calls;
}

const meet = <Outcome>(stores: readonly CodeStore[], call: (store: CodeStore) => Promise<Outcome>) =>
  meetAt('otp_numbers', stores, call);

function countOf(outcomes: readonly { readonly status: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of outcomes) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe.each(ISOLATIONS)('createPostgresCodeStore at %s', (level) => {
  it('accepts one of the right guesses that meet', async () => {
    const { stores } = openContenders(level);
    const input = issueInput();
    await stores[0]?.issue(input);
    const outcomes = await meet(stores, (store) => store.redeem(rightGuess(input)));
    expect(countOf(outcomes)).toEqual({ accepted: 1, 'not-found': CONTENDERS - 1 });
  });

  it('accepts one of them after wrong ones as well', async () => {
    const { stores } = openContenders(level);
    const input = issueInput();
    await stores[0]?.issue(input);
    await stores[0]?.redeem(wrongGuess(input));
    const outcomes = await meet(stores, (store) => store.redeem(rightGuess(input)));
    expect(countOf(outcomes)).toEqual({ accepted: 1, 'not-found': CONTENDERS - 1 });
  });

  it('counts each of the wrong guesses that meet', async () => {
    const { stores } = openContenders(level);
    const input = issueInput();
    await stores[0]?.issue(input);
    const outcomes = await meet(stores, (store) => store.redeem(wrongGuess(input)));
    const left = outcomes.map((outcome) => (outcome.status === 'mismatch' ? outcome.attemptsLeft : null));
    expect(left.sort()).toEqual([0, 1, 2, 3, 4, null, null, null]);
  });

  it('sends one of the messages that meet', async () => {
    const { stores } = openContenders(level);
    const input = issueInput({ nowMs: Date.now() - MINUTE_MS });
    await stores[0]?.issue(input);
    const resend = { ...input, intent: 'resend', nowMs: Date.now() } as const;
    const outcomes = await meet(stores, (store) => store.issue(resend));
    expect(countOf(outcomes)).toEqual({ issued: 1, cooldown: CONTENDERS - 1 });
  });

  it('settles one of the approvals that meet', async () => {
    const { stores } = openContenders(level);
    const input = issueInput({ digests: null });
    await stores[0]?.issue(input);
    await stores[0]?.redeem(rightGuess(input));
    const outcomes = await meet(stores, (store) => store.settle(input));
    expect(countOf(outcomes)).toEqual({ accepted: 1, 'not-found': CONTENDERS - 1 });
  });

  it('charges each of the takes that meet', async () => {
    const { query } = openContenders(level);
    const limiters = Array.from({ length: CONTENDERS }, () => createPostgresRateLimiter({ query }));
    const windows = [{ key: `contested at ${level}`, max: 6, durationMs: MINUTE_MS }];
    await limiters[0]?.take(windows, null);
    const outcomes = await meetAt('otp_limits', limiters, (limiter) => limiter.take(windows, null));
    expect(countOf(outcomes)).toEqual({ allowed: 5, limited: CONTENDERS - 5 });
  });

  it('needs no second statement once the isolation level is known, whoever meets', async () => {
    const contenders = openContenders(level);
    const first = issueInput();
    await contenders.stores[0]?.issue(first);
    await meet(contenders.stores, (store) => store.redeem(wrongGuess(first)));
    const second = issueInput();
    await contenders.stores[0]?.issue(second);
    contenders.statements = 0;
    const learned = contenders.stores.slice(1);
    await meet(learned, (store) => store.redeem(wrongGuess(second)));
    // The one that got the row first has not learned it yet.
    expect(contenders.statements).toBeLessThanOrEqual(learned.length + 1);
  });
});
