/** Codes that a provider makes and checks: counted before it is asked, settled when it approves. */
import { strict as assert } from 'node:assert';
import type { ContractCase } from '../runner.ts';
import { HOUR_MS, type IssueOverrides, RIGHT, SECOND_MS, type StoreDriver } from './store-driver.ts';

const PROVIDER_MADE: IssueOverrides = { digests: null };

export const PROVIDER_MADE_CASES: readonly ContractCase<StoreDriver>[] = [
  {
    name: 'delegates a guess, counting it first, and settles one approval',
    async run(driver) {
      const { challengeId, codeLength } = await driver.open(PROVIDER_MADE);
      assert.equal(codeLength, null);
      assert.deepEqual(await driver.delegate(challengeId), { status: 'delegated', challengeId, attemptsLeft: 4 });
      assert.deepEqual(await driver.settle(challengeId), { status: 'accepted' });
      assert.deepEqual(await driver.settle(challengeId), { status: 'not-found' });
      assert.deepEqual(await driver.delegate(challengeId), { status: 'not-found' });
    },
  },
  {
    name: 'has one winner when many approvals arrive, even with all tries spent',
    async run(driver) {
      const { challengeId } = await driver.open(PROVIDER_MADE);
      const guesses = await Promise.all(Array.from({ length: 50 }, () => driver.delegate(challengeId)));
      assert.equal(guesses.filter((guess) => guess.status === 'delegated').length, 5);
      const settled = await Promise.all(Array.from({ length: 5 }, () => driver.settle(challengeId)));
      assert.equal(settled.filter((outcome) => outcome.status === 'accepted').length, 1);
    },
  },
  {
    name: 'keeps an approval that is on its way when its last try is spent and another challenge is opened',
    async run(driver) {
      const { challengeId } = await driver.open({ ...PROVIDER_MADE, maxAttempts: 1 });
      await driver.delegate(challengeId);
      driver.pass(SECOND_MS);
      await driver.open(PROVIDER_MADE);
      assert.deepEqual(await driver.settle(challengeId), { status: 'accepted' });
    },
  },
  {
    name: 'delegates whatever digests come along, as only the provider knows the code',
    async run(driver) {
      const { challengeId } = await driver.open(PROVIDER_MADE);
      assert.equal((await driver.guess(RIGHT, challengeId)).status, 'delegated');
    },
  },
  {
    name: 'settles nothing that was not delegated, of our own codes least of all',
    async run(driver) {
      const own = await driver.open();
      assert.deepEqual(await driver.settle(own.challengeId), { status: 'not-found' });
      driver.pass(SECOND_MS);
      const unasked = await driver.open(PROVIDER_MADE);
      assert.deepEqual(await driver.settle(unasked.challengeId), { status: 'not-found' });
      assert.equal((await driver.guess(RIGHT, own.challengeId)).status, 'accepted');
    },
  },
  {
    name: 'settles only under its own purpose and within its life',
    async run(driver) {
      const { challengeId, expiresAtMs } = await driver.open(PROVIDER_MADE);
      await driver.delegate(challengeId);
      assert.deepEqual(await driver.settle(challengeId, 'payment'), { status: 'not-found' });
      driver.nowMs = expiresAtMs;
      assert.deepEqual(await driver.settle(challengeId), { status: 'not-found' });
    },
  },
  {
    name: 'keeps every delegated guess as a failure but the approved one',
    async run(driver) {
      const opening: IssueOverrides = {
        ...PROVIDER_MADE,
        maxAttempts: 2,
        budget: { failureQuotas: [{ max: 4, durationMs: HOUR_MS }] },
      };
      for (let round = 0; round < 2; round += 1) {
        const { challengeId } = await driver.open(opening);
        await driver.delegate(challengeId);
        await driver.delegate(challengeId);
        await driver.settle(challengeId);
        driver.pass(SECOND_MS);
      }
      const third = await driver.open(opening);
      await driver.delegate(third.challengeId);
      await driver.cancel(third.challengeId);
      driver.pass(SECOND_MS);
      assert.equal((await driver.issue(opening)).status, 'locked');
    },
  },
  {
    name: 'starts the consecutive count over with an approval',
    async run(driver) {
      const opening: IssueOverrides = { ...PROVIDER_MADE, maxAttempts: 2, budget: { maxConsecutiveFailures: 3 } };
      for (let round = 0; round < 3; round += 1) {
        const { challengeId } = await driver.open(opening);
        await driver.delegate(challengeId);
        await driver.delegate(challengeId);
        await driver.settle(challengeId);
        driver.pass(SECOND_MS);
      }
    },
  },
  {
    name: 'does not reuse a code of our own where the provider is to make one',
    async run(driver) {
      await driver.open({ intent: 'reuse-live', challengeId: 'own' });
      driver.pass(SECOND_MS);
      const made = await driver.open({ ...PROVIDER_MADE, intent: 'reuse-live', challengeId: 'made' });
      assert.equal(made.challengeId, 'made');
      assert.equal((await driver.delegate('made')).status, 'delegated');
    },
  },
];
