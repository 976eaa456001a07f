/** What a number may cost: waits, quotas of sends, open challenges. */
import { strict as assert } from 'node:assert';
import type { ContractCase } from '../runner.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, RIGHT, SECOND_MS, type StoreDriver, WRONG } from './store-driver.ts';

export const SEND_LIMIT_CASES: readonly ContractCase<StoreDriver>[] = [
  {
    name: 'lets one of many simultaneous requests through',
    async run(driver) {
      const outcomes = await Promise.all(Array.from({ length: 50 }, () => driver.issue()));
      assert.equal(outcomes.filter((outcome) => outcome.status === 'issued').length, 1);
      assert.equal(outcomes.filter((outcome) => outcome.status === 'cooldown').length, 49);
    },
  },
  {
    name: 'lets as many simultaneous requests through as the quotas hold, where there is no cooldown',
    async run(driver) {
      const budget = { cooldownsMs: [], sendQuotas: [{ max: 5, durationMs: HOUR_MS }], knownClientReserve: 0 };
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => driver.issue({ budget, maxAttempts: 1 })));
      const issued = outcomes.filter((outcome) => outcome.status === 'issued');
      assert.equal(issued.length, 5);
      assert.equal(outcomes.filter((outcome) => outcome.status === 'quota-exceeded').length, 15);
      for (const outcome of issued) {
        assert.equal(outcome.status === 'issued' && outcome.resendAtMs, driver.nowMs);
        assert.equal((await driver.guess(RIGHT, outcome.challengeId)).status, 'accepted');
      }
    },
  },
  {
    name: 'gives back the one send that was refused, of several at the same moment',
    async run(driver) {
      const budget = { cooldownsMs: [], sendQuotas: [{ max: 3, durationMs: HOUR_MS }] };
      const first = await driver.open({ budget });
      const again = await driver.open({ budget, intent: 'resend', challengeId: first.challengeId });
      const other = await driver.open({ budget });
      await driver.refuse(other.challengeId, other.sentAtMs);
      assert.deepEqual(await driver.guess(RIGHT, other.challengeId), { status: 'not-found' });
      await driver.refuse(first.challengeId, again.sentAtMs);
      assert.equal((await driver.guess(WRONG, first.challengeId)).status, 'mismatch');
      await driver.open({ budget });
      await driver.open({ budget });
      assert.equal((await driver.issue({ budget })).status, 'quota-exceeded');
    },
  },
  {
    name: 'makes the wait longer send by send and starts over once the shortest quota has forgotten',
    async run(driver) {
      const budget = { cooldownsMs: [10 * SECOND_MS, 20 * SECOND_MS], sendQuotas: [{ max: 8, durationMs: HOUR_MS }] };
      for (const waitMs of [10, 20, 20].map((seconds) => seconds * SECOND_MS)) {
        const issued = await driver.open({ budget });
        assert.equal(issued.resendAtMs, driver.nowMs + waitMs);
        driver.pass(waitMs - 1);
        assert.deepEqual(await driver.issue({ budget }), { status: 'cooldown', retryAtMs: driver.nowMs + 1 });
        driver.pass(1);
      }
      driver.pass(HOUR_MS);
      assert.equal((await driver.open({ budget })).resendAtMs, driver.nowMs + 10 * SECOND_MS);
    },
  },
  {
    name: 'makes the wait longer by the sends in the shortest window alone, wherever it stands among the quotas',
    async run(driver) {
      const [long, short] = [
        { max: 20, durationMs: DAY_MS },
        { max: 20, durationMs: MINUTE_MS },
      ];
      for (const sendQuotas of [
        [long, short],
        [short, long],
      ]) {
        const other = driver.another();
        const budget = { cooldownsMs: [SECOND_MS, 10 * SECOND_MS], sendQuotas };
        await other.open({ budget });
        other.pass(MINUTE_MS);
        assert.equal((await other.open({ budget })).resendAtMs, other.nowMs + SECOND_MS);
      }
    },
  },
  {
    name: 'holds every send quota exactly, resends included, and names the moment it frees up',
    async run(driver) {
      const budget = {
        sendQuotas: [
          { max: 2, durationMs: MINUTE_MS },
          { max: 3, durationMs: HOUR_MS },
        ],
      };
      const startMs = driver.nowMs;
      const first = await driver.open({ budget });
      driver.pass(SECOND_MS);
      await driver.open({ budget, intent: 'resend', challengeId: first.challengeId });
      driver.pass(SECOND_MS);
      assert.deepEqual(await driver.issue({ budget }), { status: 'quota-exceeded', retryAtMs: startMs + MINUTE_MS });
      driver.nowMs = startMs + MINUTE_MS - 1;
      assert.equal((await driver.issue({ budget })).status, 'quota-exceeded');
      driver.nowMs = startMs + MINUTE_MS;
      await driver.open({ budget });
      driver.pass(2 * MINUTE_MS);
      assert.deepEqual(await driver.issue({ budget }), { status: 'quota-exceeded', retryAtMs: startMs + HOUR_MS });
    },
  },
  {
    name: 'counts sends of all purposes together and of other numbers apart',
    async run(driver) {
      const budget = { sendQuotas: [{ max: 1, durationMs: HOUR_MS }] };
      await driver.open({ budget, purpose: 'login' });
      driver.pass(MINUTE_MS);
      assert.equal((await driver.issue({ budget, purpose: 'payment' })).status, 'quota-exceeded');
      await driver.another().open({ budget, purpose: 'payment' });
    },
  },
  {
    name: 'allows so many open challenges and no more, until one ends',
    async run(driver) {
      const budget = { maxLiveChallenges: 2 };
      const first = await driver.open({ budget });
      driver.pass(SECOND_MS);
      const second = await driver.open({ budget });
      driver.pass(SECOND_MS);
      assert.deepEqual(await driver.issue({ budget }), { status: 'quota-exceeded', retryAtMs: first.expiresAtMs });
      await driver.guess(RIGHT, second.challengeId);
      await driver.open({ budget });
    },
  },
];
