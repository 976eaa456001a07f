/** What opening and repeating a challenge gives, and what it leaves as it was. */
import { strict as assert } from 'node:assert';
import type { ContractCase } from '../runner.ts';
import { RIGHT, SECOND_MS, type StoreDriver, TTL_MS, WRONG } from './store-driver.ts';

export const ISSUE_CASES: readonly ContractCase<StoreDriver>[] = [
  {
    name: 'opens a challenge under the name it was given, with expiry and the next send in view',
    async run(driver) {
      const issued = await driver.open({ challengeId: 'c-1', keyId: 'k-7', salt: 's-1' });
      assert.equal(issued.challengeId, 'c-1');
      assert.equal(issued.keyId, 'k-7');
      assert.equal(issued.salt, 's-1');
      assert.equal(issued.codeLength, 6);
      assert.equal(issued.sentAtMs, driver.nowMs);
      assert.equal(issued.expiresAtMs, driver.nowMs + TTL_MS);
      assert.equal(issued.resendAtMs, driver.nowMs + SECOND_MS);
    },
  },
  {
    name: 'gives the challenge of a request that was served before, and counts nothing again',
    async run(driver) {
      const budget = { sendQuotas: [{ max: 2, durationMs: TTL_MS }] };
      const first = await driver.open({ challengeId: 'c-1', salt: 'first', budget });
      const again = await driver.issue({ challengeId: 'c-1', salt: 'second', budget });
      assert.deepEqual(again, { ...first, status: 'duplicate' });
      driver.pass(SECOND_MS);
      await driver.open({ budget });
    },
  },
  {
    name: 'opens anew for a request whose challenge has ended',
    async run(driver) {
      const first = await driver.open({ challengeId: 'c-1', salt: 'first' });
      await driver.guess(RIGHT, first.challengeId);
      driver.pass(SECOND_MS);
      const second = await driver.open({ challengeId: 'c-1', salt: 'second' });
      assert.equal(second.salt, 'second');
    },
  },
  {
    name: 'repeats the same code on a resend, keeping its key and salt',
    async run(driver) {
      const first = await driver.open({ challengeId: 'c-1', keyId: 'k-1', salt: 'first' });
      driver.pass(SECOND_MS);
      const again = await driver.open({
        intent: 'resend',
        challengeId: 'c-1',
        keyId: 'k-2',
        salt: 'other',
        digests: [{ length: 6, digest: WRONG }],
      });
      assert.equal(again.salt, first.salt);
      assert.equal(again.keyId, first.keyId);
      assert.equal((await driver.guess(RIGHT, 'c-1')).status, 'accepted');
    },
  },
  {
    name: 'replaces the code on a resend that asks for a new one',
    async run(driver) {
      await driver.open({ challengeId: 'c-1', digests: [{ length: 6, digest: 'old' }] });
      driver.pass(SECOND_MS);
      const again = await driver.open({
        intent: 'resend',
        repeatedCode: 'new',
        challengeId: 'c-1',
        keyId: 'k-2',
        salt: 'new',
      });
      assert.equal(again.salt, 'new');
      assert.equal(again.keyId, 'k-2');
      assert.equal((await driver.guess('old', 'c-1')).status, 'mismatch');
      assert.equal((await driver.guess(RIGHT, 'c-1')).status, 'accepted');
    },
  },
  {
    name: 'never extends the expiry, whatever is resent',
    async run(driver) {
      const first = await driver.open({ challengeId: 'c-1' });
      for (const repeatedCode of ['same', 'new'] as const) {
        driver.pass(TTL_MS / 4);
        const again = await driver.open({ intent: 'resend', repeatedCode, challengeId: 'c-1' });
        assert.equal(again.expiresAtMs, first.expiresAtMs);
      }
      driver.pass(TTL_MS / 2);
      assert.equal((await driver.guess(RIGHT, 'c-1')).status, 'expired');
    },
  },
  {
    name: 'gives no tries back on a resend, of the same code or a new one',
    async run(driver) {
      await driver.open({ challengeId: 'c-1', maxAttempts: 2 });
      await driver.guess(WRONG, 'c-1');
      driver.pass(SECOND_MS);
      await driver.open({ intent: 'resend', challengeId: 'c-1', maxAttempts: 2 });
      driver.pass(SECOND_MS);
      await driver.open({ intent: 'resend', repeatedCode: 'new', challengeId: 'c-1', maxAttempts: 2 });
      assert.deepEqual(await driver.guess(WRONG, 'c-1'), { status: 'mismatch', challengeId: 'c-1', attemptsLeft: 0 });
      assert.deepEqual(await driver.guess(RIGHT, 'c-1'), { status: 'exhausted' });
    },
  },
  {
    name: 'keeps tries and life of a challenge as they were when it was opened',
    async run(driver) {
      const first = await driver.open({ challengeId: 'c-1', maxAttempts: 3 });
      driver.pass(SECOND_MS);
      const again = await driver.open({ intent: 'resend', challengeId: 'c-1', maxAttempts: 9, ttlMs: 2 * TTL_MS });
      assert.equal(again.expiresAtMs, first.expiresAtMs);
      const guess = await driver.guess(WRONG, 'c-1');
      assert.equal(guess.status === 'mismatch' && guess.attemptsLeft, 2);
    },
  },
  {
    name: 'resends only what is open, under its own purpose',
    async run(driver) {
      const issued = await driver.open({ challengeId: 'c-1', purpose: 'login' });
      driver.pass(SECOND_MS);
      const notFound = { status: 'not-found' };
      assert.deepEqual(await driver.issue({ intent: 'resend', challengeId: 'c-1', purpose: 'payment' }), notFound);
      assert.deepEqual(await driver.issue({ intent: 'resend', challengeId: 'c-2', purpose: 'login' }), notFound);
      assert.deepEqual(
        await driver.another().issue({ intent: 'resend', challengeId: 'c-1', purpose: 'login' }),
        notFound,
      );
      driver.nowMs = issued.expiresAtMs;
      assert.deepEqual(await driver.issue({ intent: 'resend', challengeId: 'c-1', purpose: 'login' }), notFound);
    },
  },
  {
    name: 'does not resend a challenge whose tries are spent',
    async run(driver) {
      await driver.open({ challengeId: 'c-1', maxAttempts: 1 });
      await driver.guess(WRONG, 'c-1');
      driver.pass(SECOND_MS);
      assert.deepEqual(await driver.issue({ intent: 'resend', challengeId: 'c-1' }), { status: 'not-found' });
    },
  },
  {
    name: 'repeats the open challenge of the purpose where one is to be reused, and opens one where there is none',
    async run(driver) {
      const first = await driver.open({ intent: 'reuse-live', challengeId: 'c-1', purpose: 'login' });
      driver.pass(SECOND_MS);
      const other = await driver.open({ intent: 'reuse-live', challengeId: 'c-2', purpose: 'payment' });
      assert.equal(other.challengeId, 'c-2');
      driver.pass(SECOND_MS);
      const again = await driver.open({ intent: 'reuse-live', challengeId: 'c-3', purpose: 'login' });
      assert.equal(again.challengeId, 'c-1');
      assert.equal(again.salt, first.salt);
      assert.equal(again.expiresAtMs, first.expiresAtMs);
    },
  },
  {
    name: 'knows a request again that repeated an open challenge',
    async run(driver) {
      await driver.open({ intent: 'reuse-live', challengeId: 'c-1' });
      driver.pass(SECOND_MS);
      await driver.open({ intent: 'reuse-live', challengeId: 'c-2' });
      const retried = await driver.issue({ intent: 'reuse-live', challengeId: 'c-2' });
      assert.equal(retried.status, 'duplicate');
      assert.equal(retried.status === 'duplicate' && retried.challengeId, 'c-1');
    },
  },
  {
    name: 'opens a new challenge by reuse once the former is spent or expired',
    async run(driver) {
      await driver.open({ intent: 'reuse-live', challengeId: 'c-1', maxAttempts: 1 });
      await driver.guess(WRONG, 'c-1');
      driver.pass(SECOND_MS);
      assert.equal((await driver.open({ intent: 'reuse-live', challengeId: 'c-2' })).challengeId, 'c-2');
      driver.pass(TTL_MS);
      assert.equal((await driver.open({ intent: 'reuse-live', challengeId: 'c-3' })).challengeId, 'c-3');
    },
  },
  {
    name: 'uses the usual length until there are enough failures, then the longer one, success or not',
    async run(driver) {
      const stepped = {
        digests: [
          { length: 6, digest: RIGHT },
          { length: 8, digest: `${RIGHT}-longer` },
        ],
        budget: { stepUp: { afterFailures: 2, withinMs: 10 * TTL_MS } },
      };
      const first = await driver.open({ ...stepped, challengeId: 'c-1' });
      assert.equal(first.codeLength, 6);
      await driver.guess(WRONG, 'c-1');
      await driver.guess(WRONG, 'c-1');
      driver.pass(SECOND_MS);
      const resent = await driver.open({ ...stepped, intent: 'resend', challengeId: 'c-1' });
      assert.equal(resent.codeLength, 6, 'the length of a challenge never changes');
      assert.equal((await driver.guess(RIGHT, 'c-1')).status, 'accepted');
      driver.pass(SECOND_MS);
      const second = await driver.open({ ...stepped, challengeId: 'c-2' });
      assert.equal(second.codeLength, 8);
      assert.equal((await driver.guess(RIGHT, 'c-2')).status, 'mismatch');
      assert.equal((await driver.guess(`${RIGHT}-longer`, 'c-2')).status, 'accepted');
      driver.pass(10 * TTL_MS);
      assert.equal((await driver.open({ ...stepped })).codeLength, 6);
    },
  },
];
