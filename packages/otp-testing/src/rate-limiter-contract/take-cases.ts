/** What one take is charged to, when it is let through, and what it is told when it is not. */
import { strict as assert } from 'node:assert';
import type { ContractCase } from '../runner.ts';
import { HOUR_MS, type LimiterDriver, MINUTE_MS } from './limiter-driver.ts';

const HOSTILE_NAMES = [
  'a:b',
  '{a}',
  'a*',
  "a'b",
  'a"b',
  '%s',
  '__proto__',
  'constructor',
  '..',
  'a\\b',
  '$1',
  ' ',
  'ü💥',
];
/** The port's limit, less the prefix that keeps tests apart. */
const LONGEST_NAME = 'x'.repeat(128 - 36);

export const TAKE_CASES: readonly ContractCase<LimiterDriver>[] = [
  {
    name: 'is a RateLimiter that has nothing against no windows',
    async run(driver) {
      assert.equal(driver.limiter.specificationVersion, 'v1');
      assert.deepEqual(await driver.take(), { status: 'allowed' });
    },
  },
  {
    name: 'allows max takes, then names the key that is limited',
    async run(driver) {
      assert.equal(await driver.countAllowed(3, {}), 3);
      assert.equal((await driver.limited({})).key, driver.keyOf('key'));
    },
  },
  {
    name: 'allows a max of one, once',
    async run(driver) {
      assert.equal(await driver.countAllowed(5, { max: 1 }), 1);
    },
  },
  {
    name: 'allows no more than max in any span, wherever the span begins',
    async run(driver) {
      const allowedAtMs: number[] = [];
      for (let second = 0; second < 200; second += 1) {
        if ((await driver.take({})).status === 'allowed') allowedAtMs.push(driver.nowMs);
        driver.nowMs += 1000;
      }
      assert.ok(allowedAtMs.length >= 6, 'allows some as time goes by');
      for (const [index, atMs] of allowedAtMs.entries()) {
        const fourthAtMs = allowedAtMs[index + 3] ?? Number.POSITIVE_INFINITY;
        assert.ok(fourthAtMs - atMs >= MINUTE_MS, 'four of three within a minute');
      }
    },
  },
  {
    name: 'does not start over with the minute of the clock',
    async run(driver) {
      driver.nowMs += MINUTE_MS - 100;
      await driver.countAllowed(3, {});
      driver.nowMs += 200;
      await driver.limited({});
    },
  },
  {
    name: 'counts a charge until the last millisecond of its duration',
    async run(driver) {
      await driver.take({ max: 1 });
      driver.nowMs += MINUTE_MS - 1;
      await driver.limited({ max: 1 });
    },
  },
  {
    name: 'has forgotten everything after twice the duration',
    async run(driver) {
      await driver.countAllowed(3, {});
      driver.nowMs += 2 * MINUTE_MS;
      assert.equal(await driver.countAllowed(4, {}), 3);
    },
  },
  {
    name: 'tells the moment from which it is allowed again, and not a millisecond before',
    async run(driver) {
      for (let round = 0; round < 5; round += 1) {
        await driver.countAllowed(3, {});
        driver.nowMs += 7_000;
        const { retryAtMs } = await driver.limited({});
        assert.ok(retryAtMs > driver.nowMs && retryAtMs <= driver.nowMs + 2 * MINUTE_MS);
        driver.nowMs = retryAtMs - 1;
        assert.equal((await driver.limited({})).retryAtMs, retryAtMs);
        driver.nowMs = retryAtMs;
        assert.deepEqual(await driver.take({}), { status: 'allowed' });
      }
    },
  },
  {
    name: 'does not charge what it did not allow: whoever keeps knocking waits no longer',
    async run(driver) {
      await driver.countAllowed(3, {});
      const { retryAtMs } = await driver.limited({});
      while (driver.nowMs < retryAtMs - 1000) {
        driver.nowMs += 1000;
        assert.equal((await driver.limited({})).retryAtMs, retryAtMs);
      }
      driver.nowMs = retryAtMs;
      assert.equal(await driver.countAllowed(4, {}), 3);
    },
  },
  {
    name: 'keeps keys apart',
    async run(driver) {
      await driver.countAllowed(3, { key: 'a' });
      assert.equal(await driver.countAllowed(4, { key: 'b' }), 3);
      await driver.limited({ key: 'a' });
    },
  },
  {
    name: 'charges a key that is within its limit even when another is not, before it or after it',
    async run(driver) {
      const narrow = { key: 'narrow', max: 1 };
      const [before, after] = [{ key: 'before' }, { key: 'after' }];
      assert.equal(await driver.countAllowed(3, before, narrow, after), 1);
      for (const wide of [before, after]) assert.equal((await driver.limited(wide)).key, driver.keyOf(wide.key));
    },
  },
  {
    name: 'names the limited key that frees up last, wherever it stands',
    async run(driver) {
      const windows = [MINUTE_MS, 24 * HOUR_MS, HOUR_MS].map((durationMs) => ({
        key: `${durationMs}`,
        max: 1,
        durationMs,
      }));
      await driver.take(...windows);
      driver.nowMs += 1000;
      const outcome = await driver.limited(...windows);
      assert.equal(outcome.key, driver.keyOf(`${24 * HOUR_MS}`));
      assert.ok(outcome.retryAtMs >= driver.nowMs - 1000 + 24 * HOUR_MS);
      for (const others of [[...windows].reverse(), [...windows.slice(1), ...windows.slice(0, 1)]]) {
        assert.deepEqual(await driver.limited(...others), outcome);
      }
    },
  },
  {
    name: 'charges exactly max of many simultaneous takes',
    async run(driver) {
      const takes = Array.from({ length: 50 }, () => driver.take({ max: 10 }, { key: 'other', max: 20 }));
      const outcomes = await Promise.all(takes);
      assert.equal(outcomes.filter((outcome) => outcome.status === 'allowed').length, 10);
      await driver.limited({ max: 10 });
      await driver.limited({ key: 'other', max: 20 });
      assert.deepEqual(await driver.take({ key: 'other', max: 21 }), { status: 'allowed' });
    },
  },
  {
    name: 'counts a take by its cost, and charges nothing of it where it does not fit',
    async run(driver) {
      const withCost = (cost: number) => driver.take({ max: 10, cost });
      assert.equal((await withCost(8)).status, 'allowed');
      assert.equal((await withCost(3)).status, 'limited');
      assert.equal((await withCost(2)).status, 'allowed');
      assert.equal((await withCost(1)).status, 'limited');
    },
  },
  {
    name: 'tells for a cost the moment at which all of it fits',
    async run(driver) {
      await driver.take({ max: 3 });
      driver.nowMs += 20_000;
      await driver.take({ max: 3 });
      const { retryAtMs } = await driver.limited({ max: 3, cost: 3 });
      assert.ok(retryAtMs >= driver.nowMs + MINUTE_MS, 'the second charge has to end too');
      driver.nowMs = retryAtMs;
      assert.deepEqual(await driver.take({ max: 3, cost: 3 }), { status: 'allowed' });
    },
  },
  {
    name: 'takes names full of separators and patterns, and long ones, for what they are',
    async run(driver) {
      for (const key of [...HOSTILE_NAMES, LONGEST_NAME])
        assert.equal(await driver.countAllowed(2, { key, max: 1 }), 1);
      for (const key of HOSTILE_NAMES) assert.equal((await driver.limited({ key, max: 1 })).key, driver.keyOf(key));
      assert.deepEqual(await driver.take({ key: `${LONGEST_NAME.slice(1)}y`, max: 1 }), { status: 'allowed' });
    },
  },
  {
    name: 'forgets nothing when the clock steps back',
    async run(driver) {
      assert.equal(await driver.countAllowed(2, {}), 2);
      driver.nowMs -= HOUR_MS;
      assert.equal(await driver.countAllowed(2, {}), 1);
    },
  },
  {
    name: 'makes nobody wait longer than ever for what was charged while a clock ran ahead',
    async run(driver) {
      const startMs = driver.nowMs;
      driver.nowMs += 365 * 24 * HOUR_MS;
      assert.equal(await driver.countAllowed(2, {}), 2);
      for (const backToMs of [startMs + HOUR_MS, startMs]) {
        driver.nowMs = backToMs;
        assert.equal(await driver.countAllowed(2, {}), 1);
        const { retryAtMs } = await driver.limited({});
        assert.ok(retryAtMs <= driver.nowMs + 2 * MINUTE_MS, 'a retry in a future that the clock has left');
        driver.nowMs = retryAtMs;
        assert.deepEqual(await driver.take({}), { status: 'allowed' });
        driver.nowMs += 2 * MINUTE_MS;
        assert.equal(await driver.countAllowed(2, {}), 2);
      }
    },
  },
  {
    name: 'decides by its own clock when it is given no time',
    async run({ limiter, keyOf }) {
      const windows = [{ key: keyOf('key'), max: 1, durationMs: HOUR_MS }];
      assert.deepEqual(await limiter.take(windows, null), { status: 'allowed' });
      const outcome = await limiter.take(windows, null);
      assert.ok(outcome.status === 'limited');
      const waitMs = outcome.retryAtMs - Date.now();
      assert.ok(waitMs > HOUR_MS - MINUTE_MS && waitMs < 2 * HOUR_MS + MINUTE_MS, 'a retry that is not of this clock');
    },
  },
];
