/** Clocks are set: a step back gives nothing away, and what was counted ahead of time locks nobody. */
import { strict as assert } from 'node:assert';
import type { ContractCase } from '../runner.ts';
import {
  DAY_MS,
  HOUR_MS,
  type IssueOverrides,
  MINUTE_MS,
  RIGHT,
  SECOND_MS,
  type StoreDriver,
  TTL_MS,
  WRONG,
} from './store-driver.ts';

const YEAR_MS = 365 * DAY_MS;
const BUDGET = {
  cooldownsMs: [30 * SECOND_MS],
  sendQuotas: [{ max: 3, durationMs: HOUR_MS }],
  failureQuotas: [{ max: 10, durationMs: DAY_MS }],
};

export const CLOCK_CASES: readonly ContractCase<StoreDriver>[] = [
  {
    name: 'keeps a code expired that a guess has seen expired, when the clock steps back',
    async run(driver) {
      const { challengeId, expiresAtMs } = await driver.open();
      driver.nowMs = expiresAtMs;
      assert.deepEqual(await driver.guess(RIGHT, challengeId), { status: 'expired' });
      for (const backMs of [1, MINUTE_MS, HOUR_MS]) {
        driver.nowMs = expiresAtMs - backMs;
        assert.deepEqual(await driver.guess(RIGHT, challengeId), { status: 'expired' });
        assert.deepEqual(await driver.guess(RIGHT, null), { status: 'expired' });
        assert.equal((await driver.issue({ intent: 'resend', challengeId })).status, 'not-found');
      }
    },
  },
  {
    name: 'keeps a code expired that a resend or an approval has seen expired, when the clock steps back',
    async run(driver) {
      const { challengeId, expiresAtMs } = await driver.open();
      driver.nowMs = expiresAtMs + SECOND_MS;
      assert.deepEqual(await driver.issue({ intent: 'resend', challengeId }), { status: 'not-found' });
      driver.nowMs = expiresAtMs - MINUTE_MS;
      assert.deepEqual(await driver.guess(RIGHT, challengeId), { status: 'expired' });

      const other = driver.another();
      const made = await other.open({ digests: null });
      await other.delegate(made.challengeId);
      other.nowMs = made.expiresAtMs;
      assert.deepEqual(await other.settle(made.challengeId), { status: 'not-found' });
      other.nowMs = made.expiresAtMs - MINUTE_MS;
      assert.deepEqual(await other.settle(made.challengeId), { status: 'not-found' });
      assert.deepEqual(await other.delegate(made.challengeId), { status: 'expired' });
    },
  },
  {
    name: 'forgets neither sends nor failures when the clock steps back',
    async run(driver) {
      const budget = { failureQuotas: [{ max: 2, durationMs: DAY_MS }], sendQuotas: [{ max: 2, durationMs: DAY_MS }] };
      const opening: IssueOverrides = { maxAttempts: 1, budget };
      const first = await driver.open(opening);
      await driver.guess(WRONG, first.challengeId);
      driver.pass(SECOND_MS);
      const second = await driver.open(opening);
      driver.pass(-HOUR_MS);
      assert.equal((await driver.guess(WRONG, second.challengeId)).status, 'mismatch');
      driver.pass(MINUTE_MS);
      const refused = await driver.issue(opening);
      assert.ok(refused.status === 'locked' || refused.status === 'quota-exceeded');
      driver.pass(DAY_MS - 2 * MINUTE_MS);
      assert.notEqual((await driver.issue(opening)).status, 'issued');
      driver.pass(2 * MINUTE_MS);
      await driver.open(opening);
    },
  },
  {
    name: 'makes nobody wait longer than the cooldown for a send of a clock that ran ahead',
    async run(driver) {
      const startMs = driver.nowMs;
      driver.pass(YEAR_MS);
      const opening: IssueOverrides = { budget: BUDGET, maxAttempts: 1 };
      await driver.open(opening);
      await driver.open({ ...opening, knownClient: true });
      driver.nowMs = startMs;
      for (const knownClient of [false, true]) {
        const refused = await driver.issue({ ...opening, knownClient });
        assert.deepEqual(refused, { status: 'cooldown', retryAtMs: startMs + 30 * SECOND_MS });
      }
      driver.pass(30 * SECOND_MS);
      await driver.open(opening);
    },
  },
  {
    name: 'counts what was sent and failed while a clock ran ahead for as long as ever, and no longer',
    async run(driver) {
      const opening: IssueOverrides = { budget: BUDGET, maxAttempts: 5 };
      const startMs = driver.nowMs;
      driver.pass(YEAR_MS);
      for (let send = 0; send < 2; send += 1) {
        const { challengeId } = await driver.open(opening);
        for (let tries = 0; tries < 4; tries += 1) await driver.guess(WRONG, challengeId);
        await driver.guess(RIGHT, challengeId);
        driver.pass(30 * SECOND_MS);
      }
      driver.nowMs = startMs;
      assert.notEqual((await driver.issue(opening)).status, 'issued', 'eight failures leave no room for five tries');
      driver.pass(MINUTE_MS);
      const refused = await driver.issue(opening);
      assert.equal(refused.status, 'locked');
      assert.ok(refused.status === 'locked' && refused.retryAtMs !== null && refused.retryAtMs <= startMs + DAY_MS);
      driver.nowMs = startMs + DAY_MS;
      await driver.open(opening);
    },
  },
  {
    name: 'lets a code of a clock that ran ahead live no longer than any other',
    async run(driver) {
      const startMs = driver.nowMs;
      driver.pass(YEAR_MS);
      const { challengeId } = await driver.open();
      driver.nowMs = startMs;
      assert.equal((await driver.guess(WRONG, challengeId)).status, 'mismatch');
      driver.pass(TTL_MS - 1);
      assert.equal((await driver.guess(WRONG, challengeId)).status, 'mismatch');
      driver.pass(1);
      assert.deepEqual(await driver.guess(RIGHT, challengeId), { status: 'expired' });
    },
  },
];
