/** What a number may risk, how long it is remembered, and what is kept for known clients. */
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

export const FAILURE_LIMIT_CASES: readonly ContractCase<StoreDriver>[] = [
  {
    name: 'opens a challenge only if failures, tries set aside and its own tries fit the failure budget',
    async run(driver) {
      const opening: IssueOverrides = { maxAttempts: 3, budget: { failureQuotas: [{ max: 7, durationMs: HOUR_MS }] } };
      const startMs = driver.nowMs;
      const first = await driver.open(opening);
      driver.pass(SECOND_MS);
      await driver.guess(WRONG, first.challengeId);
      await driver.open(opening);
      driver.pass(SECOND_MS);
      const refused = await driver.issue(opening);
      assert.deepEqual(refused, { status: 'locked', retryAtMs: startMs + TTL_MS });
      driver.nowMs = startMs + TTL_MS;
      await driver.open(opening);
    },
  },
  {
    name: 'remembers failures through success, other purposes, new challenges, resends and expiry',
    async run(driver) {
      const budget = { failureQuotas: [{ max: 4, durationMs: HOUR_MS }] };
      const startMs = driver.nowMs;
      const opening: IssueOverrides = { maxAttempts: 2, budget };
      for (const purpose of ['login', 'payment']) {
        const issued = await driver.open({ ...opening, purpose });
        await driver.guess(WRONG, issued.challengeId, purpose);
        driver.pass(SECOND_MS);
        await driver.open({ ...opening, purpose, intent: 'resend', challengeId: issued.challengeId });
        assert.equal((await driver.guess(RIGHT, issued.challengeId, purpose)).status, 'accepted');
        driver.pass(SECOND_MS);
      }
      const third = await driver.open(opening);
      await driver.guess(WRONG, third.challengeId);
      driver.nowMs = third.expiresAtMs;
      assert.deepEqual(await driver.issue(opening), { status: 'locked', retryAtMs: startMs + HOUR_MS });
      driver.nowMs = startMs + HOUR_MS;
      await driver.open(opening);
    },
  },
  {
    name: 'lets whoever holds a challenge redeem it, however locked the number is',
    async run(driver) {
      const opening: IssueOverrides = {
        maxAttempts: 2,
        budget: { failureQuotas: [{ max: 4, durationMs: DAY_MS }], maxConsecutiveFailures: 4 },
      };
      const held = await driver.open(opening);
      driver.pass(SECOND_MS);
      const burnt = await driver.open(opening);
      await driver.guess(WRONG, burnt.challengeId);
      await driver.guess(WRONG, burnt.challengeId);
      driver.pass(SECOND_MS);
      assert.equal((await driver.issue(opening)).status, 'locked');
      assert.equal((await driver.guess(RIGHT, held.challengeId)).status, 'accepted');
    },
  },
  {
    name: 'locks after consecutive failures until unlock, not by time',
    async run(driver) {
      const opening: IssueOverrides = {
        maxAttempts: 2,
        budget: { maxConsecutiveFailures: 4, failureQuotas: [{ max: 64, durationMs: DAY_MS }] },
      };
      for (let challenge = 0; challenge < 2; challenge += 1) {
        const issued = await driver.open(opening);
        await driver.guess(WRONG, issued.challengeId);
        await driver.guess(WRONG, issued.challengeId);
        driver.pass(DAY_MS);
      }
      assert.deepEqual(await driver.issue(opening), { status: 'locked', retryAtMs: null });
      driver.pass(30 * DAY_MS);
      assert.deepEqual(await driver.issue(opening), { status: 'locked', retryAtMs: null });
      await driver.unlock();
      await driver.open(opening);
    },
  },
  {
    name: 'starts the consecutive count over with a success',
    async run(driver) {
      const opening: IssueOverrides = { maxAttempts: 2, budget: { maxConsecutiveFailures: 3 } };
      for (let challenge = 0; challenge < 4; challenge += 1) {
        const issued = await driver.open(opening);
        await driver.guess(WRONG, issued.challengeId);
        assert.equal((await driver.guess(RIGHT, issued.challengeId)).status, 'accepted');
        driver.pass(SECOND_MS);
      }
    },
  },
  {
    name: 'keeps a reserve of every budget for known clients',
    async run(driver) {
      const budget = { knownClientReserve: 0.25, sendQuotas: [{ max: 4, durationMs: HOUR_MS }] };
      for (let send = 0; send < 3; send += 1) {
        await driver.open({ budget });
        driver.pass(SECOND_MS);
      }
      assert.equal((await driver.issue({ budget })).status, 'quota-exceeded');
      await driver.open({ budget, knownClient: true });
      driver.pass(SECOND_MS);
      assert.equal((await driver.issue({ budget, knownClient: true })).status, 'quota-exceeded');
    },
  },
  {
    name: 'keeps a reserve of open challenges and of failures for known clients',
    async run(driver) {
      const live = { knownClientReserve: 0.25, maxLiveChallenges: 2 };
      await driver.open({ budget: live });
      driver.pass(SECOND_MS);
      assert.equal((await driver.issue({ budget: live })).status, 'quota-exceeded');
      await driver.open({ budget: live, knownClient: true });

      const other = driver.another();
      const failures = { knownClientReserve: 0.25, failureQuotas: [{ max: 4, durationMs: HOUR_MS }] };
      const issued = await other.open({ budget: failures, maxAttempts: 2 });
      await other.guess(WRONG, issued.challengeId);
      await other.guess(WRONG, issued.challengeId);
      other.pass(SECOND_MS);
      assert.equal((await other.issue({ budget: failures, maxAttempts: 2 })).status, 'locked');
      await other.open({ budget: failures, maxAttempts: 2, knownClient: true });
    },
  },
  {
    name: 'opens a challenge for a known client with as many tries as failures have left, while there is one',
    async run(driver) {
      const budget = { knownClientReserve: 0.25, failureQuotas: [{ max: 4, durationMs: HOUR_MS }] };
      const opening: IssueOverrides = { budget, maxAttempts: 3 };
      const first = await driver.open(opening);
      for (let tries = 0; tries < 3; tries += 1) await driver.guess(WRONG, first.challengeId);
      driver.pass(SECOND_MS);
      assert.equal((await driver.issue(opening)).status, 'locked');
      const known = await driver.open({ ...opening, knownClient: true });
      assert.deepEqual(await driver.guess(WRONG, known.challengeId), {
        status: 'mismatch',
        challengeId: known.challengeId,
        attemptsLeft: 0,
      });
      driver.pass(SECOND_MS);
      assert.equal((await driver.issue({ ...opening, knownClient: true })).status, 'locked');
    },
  },
  {
    name: 'does not make a known client wait for what strangers sent',
    async run(driver) {
      const budget = { cooldownsMs: [MINUTE_MS] };
      await driver.open({ budget });
      driver.pass(SECOND_MS);
      assert.equal((await driver.issue({ budget })).status, 'cooldown');
      const known = await driver.open({ budget, knownClient: true });
      assert.equal(known.resendAtMs, driver.nowMs + MINUTE_MS);
      driver.pass(SECOND_MS);
      assert.equal((await driver.issue({ budget, knownClient: true })).status, 'cooldown');
    },
  },
  {
    name: 'forgets everything on unlock but the tries of what is open',
    async run(driver) {
      const opening: IssueOverrides = {
        maxAttempts: 3,
        budget: {
          cooldownsMs: [HOUR_MS],
          sendQuotas: [{ max: 1, durationMs: DAY_MS }],
          failureQuotas: [{ max: 7, durationMs: DAY_MS }],
        },
      };
      const held = await driver.open(opening);
      await driver.guess(WRONG, held.challengeId);
      assert.notEqual((await driver.issue(opening)).status, 'issued');
      await driver.unlock();
      await driver.open(opening);
      const guess = await driver.guess(WRONG, held.challengeId);
      assert.equal(guess.status === 'mismatch' && guess.attemptsLeft, 1);
    },
  },
  {
    name: 'makes a known client wait no longer after unlock either',
    async run(driver) {
      const opening: IssueOverrides = { knownClient: true, budget: { cooldownsMs: [HOUR_MS] } };
      await driver.open(opening);
      await driver.unlock();
      await driver.open(opening);
    },
  },
  {
    name: 'tells the moment at which a refused request is granted if nothing else happens',
    async run(driver) {
      const opening: IssueOverrides = {
        maxAttempts: 2,
        ttlMs: MINUTE_MS,
        budget: {
          maxLiveChallenges: 2,
          cooldownsMs: [5 * SECOND_MS, 30 * SECOND_MS],
          sendQuotas: [{ max: 3, durationMs: 10 * MINUTE_MS }],
          failureQuotas: [{ max: 5, durationMs: HOUR_MS }],
        },
      };
      for (let round = 0; round < 12; round += 1) {
        const outcome = await driver.issue(opening);
        if (outcome.status === 'issued') {
          await driver.guess(WRONG, outcome.challengeId);
          continue;
        }
        assert.ok('retryAtMs' in outcome && outcome.retryAtMs !== null && outcome.retryAtMs > driver.nowMs);
        driver.nowMs = outcome.retryAtMs - 1;
        assert.notEqual((await driver.issue(opening)).status, 'issued');
        driver.nowMs = outcome.retryAtMs;
        const granted = await driver.open(opening);
        await driver.guess(WRONG, granted.challengeId);
      }
    },
  },
];
