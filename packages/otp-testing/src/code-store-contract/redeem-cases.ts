/** What a guess costs and what it can win: a code counts once, a try counts always. */
import { strict as assert } from 'node:assert';
import type { ContractCase } from '../runner.ts';
import { RIGHT, SECOND_MS, type StoreDriver, TTL_MS, WRONG } from './store-driver.ts';

export const REDEEM_CASES: readonly ContractCase<StoreDriver>[] = [
  {
    name: 'accepts the right code once',
    async run(driver) {
      const { challengeId } = await driver.open();
      assert.deepEqual(await driver.guess(RIGHT, challengeId), { status: 'accepted', challengeId });
      assert.deepEqual(await driver.guess(RIGHT, challengeId), { status: 'not-found' });
    },
  },
  {
    name: 'accepts exactly one of many simultaneous right guesses',
    async run(driver) {
      const { challengeId } = await driver.open();
      const outcomes = await Promise.all(Array.from({ length: 50 }, () => driver.guess(RIGHT, challengeId)));
      assert.equal(outcomes.filter((outcome) => outcome.status === 'accepted').length, 1);
    },
  },
  {
    name: 'counts at most as many simultaneous wrong guesses as there are tries',
    async run(driver) {
      const { challengeId } = await driver.open({ maxAttempts: 5 });
      const outcomes = await Promise.all(Array.from({ length: 50 }, () => driver.guess(WRONG, challengeId)));
      const left = outcomes.flatMap((outcome) => (outcome.status === 'mismatch' ? [outcome.attemptsLeft] : []));
      assert.deepEqual(
        left.sort((a, b) => a - b),
        [0, 1, 2, 3, 4],
      );
      assert.equal(outcomes.filter((outcome) => outcome.status === 'exhausted').length, 45);
      assert.deepEqual(await driver.guess(RIGHT, challengeId), { status: 'exhausted' });
    },
  },
  {
    name: 'spends a try before it compares: the last try may still be the right one',
    async run(driver) {
      const { challengeId } = await driver.open({ maxAttempts: 2 });
      assert.deepEqual(await driver.guess(WRONG, challengeId), { status: 'mismatch', challengeId, attemptsLeft: 1 });
      assert.deepEqual(await driver.guess(RIGHT, challengeId), { status: 'accepted', challengeId });
    },
  },
  {
    name: 'accepts a code under any of the digests in force',
    async run(driver) {
      const { challengeId } = await driver.open();
      const { subject, nowMs, store } = driver;
      const digests = [WRONG, RIGHT];
      const outcome = await store.redeem({ subject, nowMs, purpose: 'default', challengeId, digests });
      assert.equal(outcome.status, 'accepted');
    },
  },
  {
    name: 'accepts a code under the last of sixteen digests, as many as there may be secrets in force',
    async run(driver) {
      const { challengeId } = await driver.open();
      const { subject, nowMs, store } = driver;
      const digests = [...Array.from({ length: 15 }, (_, index) => `${WRONG}-${index}`), RIGHT];
      const outcome = await store.redeem({ subject, nowMs, purpose: 'default', challengeId, digests });
      assert.equal(outcome.status, 'accepted');
    },
  },
  {
    name: 'counts one try for a guess under several digests',
    async run(driver) {
      const { challengeId } = await driver.open({ maxAttempts: 3 });
      const { subject, nowMs, store } = driver;
      const digests = [WRONG, `${WRONG}-too`];
      const outcome = await store.redeem({ subject, nowMs, purpose: 'default', challengeId, digests });
      assert.equal(outcome.status === 'mismatch' && outcome.attemptsLeft, 2);
    },
  },
  {
    name: 'accepts until the last millisecond of its life and not after',
    async run(driver) {
      const first = await driver.open();
      const other = driver.another();
      const second = await other.open();
      driver.nowMs = first.expiresAtMs - 1;
      assert.equal((await driver.guess(RIGHT, first.challengeId)).status, 'accepted');
      other.nowMs = second.expiresAtMs;
      assert.deepEqual(await other.guess(RIGHT, second.challengeId), { status: 'expired' });
    },
  },
  {
    name: 'accepts a code only for its challenge, purpose and number',
    async run(driver) {
      const own = await driver.open({ purpose: 'login', digests: [{ length: 6, digest: 'own' }] });
      driver.pass(SECOND_MS);
      const other = await driver.open({ purpose: 'payment', digests: [{ length: 6, digest: 'other' }] });
      assert.deepEqual(await driver.guess('own', own.challengeId, 'payment'), { status: 'not-found' });
      assert.deepEqual(await driver.another().guess('own', own.challengeId, 'login'), { status: 'not-found' });
      assert.equal((await driver.guess('own', other.challengeId, 'payment')).status, 'mismatch');
      const still = await driver.guess(WRONG, own.challengeId, 'login');
      assert.equal(still.status === 'mismatch' && still.attemptsLeft, 4, 'misses elsewhere cost this one nothing');
    },
  },
  {
    name: 'leaves other challenges of the number alone when one is spent or redeemed',
    async run(driver) {
      const first = await driver.open({ maxAttempts: 1 });
      driver.pass(SECOND_MS);
      const second = await driver.open();
      driver.pass(SECOND_MS);
      const third = await driver.open();
      await driver.guess(WRONG, first.challengeId);
      await driver.guess(RIGHT, second.challengeId);
      assert.equal((await driver.guess(RIGHT, third.challengeId)).status, 'accepted');
    },
  },
  {
    name: 'redeems by number the newest challenge of the purpose, and tells why there is none',
    async run(driver) {
      assert.deepEqual(await driver.guess(RIGHT, null), { status: 'not-found' });
      await driver.open({ maxAttempts: 1, digests: [{ length: 6, digest: 'first' }] });
      assert.equal((await driver.guess(WRONG, null)).status, 'mismatch');
      assert.deepEqual(await driver.guess('first', null), { status: 'exhausted' });
      driver.pass(SECOND_MS);
      const second = await driver.open();
      assert.deepEqual(await driver.guess(RIGHT, null, 'payment'), { status: 'not-found' });
      driver.nowMs = second.expiresAtMs;
      assert.deepEqual(await driver.guess(RIGHT, null), { status: 'expired' });
      const third = await driver.open();
      assert.deepEqual(await driver.guess(RIGHT, null), { status: 'accepted', challengeId: third.challengeId });
    },
  },
  {
    name: 'remembers how a challenge ended until the next one is opened, of whatever purpose',
    async run(driver) {
      const spent = await driver.open({ maxAttempts: 1 });
      await driver.guess(WRONG, spent.challengeId);
      driver.pass(SECOND_MS);
      await driver.open({ challengeId: 'expired', purpose: 'payment' });
      assert.deepEqual(await driver.guess(RIGHT, spent.challengeId), { status: 'not-found' });
      driver.pass(TTL_MS);
      assert.deepEqual(await driver.guess(RIGHT, 'expired', 'payment'), { status: 'expired' });
      await driver.open();
      assert.deepEqual(await driver.guess(RIGHT, 'expired', 'payment'), { status: 'not-found' });
    },
  },
  {
    name: 'finds nothing where nothing was issued',
    async run(driver) {
      assert.deepEqual(await driver.guess(RIGHT, 'c-1'), { status: 'not-found' });
      assert.deepEqual(await driver.settle('c-1'), { status: 'not-found' });
      await driver.refuse('c-1', driver.nowMs);
      await driver.cancel('c-1');
      await driver.unlock();
    },
  },
  {
    name: 'takes names full of separators and patterns for what they are',
    async run(driver) {
      const names = ['a:b', '{a}', 'a*', "a'b", 'a"b', '%s', '__proto__', 'constructor', '..', 'a\\b', '$1'];
      for (const name of names) {
        const subject = `${driver.subject}${name}`;
        const each = driver.another();
        const input = { purpose: name, challengeId: name };
        await each.open({ ...input, subject });
        assert.deepEqual(await each.guess(RIGHT, name, name), { status: 'not-found' });
        const { nowMs, store } = each;
        const outcome = await store.redeem({ subject, nowMs, ...input, digests: [RIGHT] });
        assert.equal(outcome.status, 'accepted', name);
      }
    },
  },
  {
    name: 'decides by its own clock when it is given no time',
    async run(driver) {
      const { store } = driver.another();
      const { subject } = driver.another();
      const issued = await driver.open({ subject, nowMs: null, ttlMs: TTL_MS });
      assert.ok(Math.abs(issued.expiresAtMs - TTL_MS - Date.now()) < 60_000);
      const input = { subject, purpose: 'default', challengeId: issued.challengeId, digests: [RIGHT] };
      assert.equal((await store.redeem({ ...input, nowMs: null })).status, 'accepted');
    },
  },
];
