/** What is given back when a provider refused, and what is not. */
import { strict as assert } from 'node:assert';
import type { ContractCase } from '../runner.ts';
import { HOUR_MS, type IssueOverrides, MINUTE_MS, RIGHT, SECOND_MS, type StoreDriver, WRONG } from './store-driver.ts';

const TWO_SENDS: IssueOverrides = { budget: { sendQuotas: [{ max: 2, durationMs: HOUR_MS }] } };

export const DISCARD_CASES: readonly ContractCase<StoreDriver>[] = [
  {
    name: 'gives a refused send back and closes a challenge that nobody was told of',
    async run(driver) {
      const refused = await driver.open(TWO_SENDS);
      await driver.refuse(refused.challengeId, refused.sentAtMs);
      assert.deepEqual(await driver.guess(RIGHT, refused.challengeId), { status: 'not-found' });
      for (let send = 0; send < 2; send += 1) {
        driver.pass(SECOND_MS);
        await driver.open(TWO_SENDS);
      }
      driver.pass(SECOND_MS);
      assert.equal((await driver.issue(TWO_SENDS)).status, 'quota-exceeded');
    },
  },
  {
    name: 'gives a send back once, however often it is refused',
    async run(driver) {
      const first = await driver.open(TWO_SENDS);
      driver.pass(SECOND_MS);
      const second = await driver.open(TWO_SENDS);
      for (let time = 0; time < 3; time += 1) await driver.refuse(second.challengeId, second.sentAtMs);
      driver.pass(SECOND_MS);
      await driver.open(TWO_SENDS);
      driver.pass(SECOND_MS);
      assert.equal((await driver.issue(TWO_SENDS)).status, 'quota-exceeded');
      assert.equal((await driver.guess(RIGHT, first.challengeId)).status, 'accepted');
    },
  },
  {
    name: 'keeps a challenge open whose resend was refused, as its first message got through',
    async run(driver) {
      const first = await driver.open({ challengeId: 'c-1' });
      driver.pass(SECOND_MS);
      const again = await driver.open({ intent: 'resend', challengeId: 'c-1' });
      await driver.refuse('c-1', again.sentAtMs);
      assert.equal((await driver.guess(RIGHT, first.challengeId)).status, 'accepted');
    },
  },
  {
    name: 'closes a challenge once every one of its sends was refused, in any order',
    async run(driver) {
      const first = await driver.open({ challengeId: 'c-1' });
      driver.pass(SECOND_MS);
      const again = await driver.open({ intent: 'resend', challengeId: 'c-1' });
      await driver.refuse('c-1', first.sentAtMs);
      assert.equal((await driver.guess(WRONG, 'c-1')).status, 'mismatch');
      await driver.refuse('c-1', again.sentAtMs);
      assert.deepEqual(await driver.guess(RIGHT, 'c-1'), { status: 'not-found' });
    },
  },
  {
    name: 'never gives the cooldown back',
    async run(driver) {
      const budget = { cooldownsMs: [MINUTE_MS] };
      const refused = await driver.open({ budget });
      await driver.refuse(refused.challengeId, refused.sentAtMs);
      assert.deepEqual(await driver.issue({ budget }), { status: 'cooldown', retryAtMs: driver.nowMs + MINUTE_MS });
    },
  },
  {
    name: 'never gives a failure back, whether a send was refused or a challenge cancelled',
    async run(driver) {
      const opening: IssueOverrides = { maxAttempts: 1, budget: { failureQuotas: [{ max: 2, durationMs: HOUR_MS }] } };
      const refused = await driver.open(opening);
      await driver.guess(WRONG, refused.challengeId);
      await driver.refuse(refused.challengeId, refused.sentAtMs);
      driver.pass(SECOND_MS);
      const cancelled = await driver.open(opening);
      await driver.guess(WRONG, cancelled.challengeId);
      await driver.cancel(cancelled.challengeId);
      driver.pass(SECOND_MS);
      assert.equal((await driver.issue(opening)).status, 'locked');
    },
  },
  {
    name: 'closes a cancelled challenge, gives no send back and leaves the others open',
    async run(driver) {
      const kept = await driver.open(TWO_SENDS);
      driver.pass(SECOND_MS);
      const cancelled = await driver.open(TWO_SENDS);
      await driver.cancel(cancelled.challengeId);
      assert.deepEqual(await driver.guess(RIGHT, cancelled.challengeId), { status: 'not-found' });
      driver.pass(SECOND_MS);
      assert.equal((await driver.issue(TWO_SENDS)).status, 'quota-exceeded');
      assert.equal((await driver.guess(RIGHT, kept.challengeId)).status, 'accepted');
    },
  },
  {
    name: 'does not start the consecutive count over when a challenge is cancelled',
    async run(driver) {
      const opening: IssueOverrides = { maxAttempts: 2, budget: { maxConsecutiveFailures: 3 } };
      const cancelled = await driver.open(opening);
      await driver.guess(WRONG, cancelled.challengeId);
      await driver.guess(WRONG, cancelled.challengeId);
      await driver.cancel(cancelled.challengeId);
      driver.pass(SECOND_MS);
      assert.deepEqual(await driver.issue(opening), { status: 'locked', retryAtMs: null });
    },
  },
];
