/** Who does it, what the others are told, and for how long. */
import { strict as assert } from 'node:assert';
import type { ClaimInput } from '@countersign/otp-core/spec';
import type { ContractCase } from '../runner.ts';
import { HOLD_MS, type OnceDriver, TTL_MS } from './once-driver.ts';

const UNKNOWN = { status: 'done', value: null };
const HOSTILE_TEXTS = [
  '',
  'a:b',
  '{a}',
  'a*',
  "a'b",
  'a"b\\',
  '%s',
  '__proto__',
  'null',
  ' line\nline ',
  'line\nline',
  'line\nline ',
  '\0\u001F\u001E',
  'ü💥\u2028',
  '\uD83D',
];
/** The port's limit, less the prefix that keeps tests apart. */
const LONGEST_NAME = 'x'.repeat(128 - 36);

export const ONCE_CASES: readonly ContractCase<OnceDriver>[] = [
  {
    name: 'gives the claim to the first to ask, and tells the others until when somebody is at it',
    async run(driver) {
      assert.equal(driver.store.specificationVersion, 'v1');
      assert.match(driver.store.storeId, /^[\w-]{1,64}$/);
      await driver.claimed();
      const underWay = { status: 'under-way', retryAtMs: driver.nowMs + HOLD_MS };
      assert.deepEqual(await driver.claim(), underWay);
      driver.nowMs += HOLD_MS - 1;
      assert.deepEqual(await driver.claim(), underWay);
    },
  },
  {
    name: 'has one winner of many who ask at once',
    async run(driver) {
      for (let round = 0; round < 10; round += 1) {
        const asking = Array.from({ length: 20 }, () => driver.claim({ key: `${round}` }));
        const statuses = (await Promise.all(asking)).map(({ status }) => status);
        assert.equal(statuses.filter((status) => status === 'claimed').length, 1);
        assert.equal(statuses.filter((status) => status === 'under-way').length, 19);
      }
    },
  },
  {
    name: 'tells what was recorded to whoever asks, until the last millisecond of its time',
    async run(driver) {
      const token = await driver.claimed();
      driver.nowMs += 1000;
      assert.equal(await driver.record(token, 'sent'), 'recorded');
      assert.deepEqual(await driver.claim(), { status: 'done', value: 'sent' });
      driver.nowMs += TTL_MS - 1001;
      assert.deepEqual(await driver.claim(), { status: 'done', value: 'sent' });
    },
  },
  {
    name: 'lets a key be claimed anew once its time is over, counted from the claim',
    async run(driver) {
      const former = await driver.claimed();
      driver.nowMs += 1000;
      await driver.record(former, 'sent');
      driver.nowMs += TTL_MS - 1000;
      const token = await driver.claimed();
      assert.notEqual(token, former);
      assert.equal(await driver.record(former, 'again'), 'lost');
      assert.equal(await driver.release(former), 'lost');
      assert.equal(await driver.record(token, 'anew'), 'recorded');
      assert.deepEqual(await driver.claim(), { status: 'done', value: 'anew' });
    },
  },
  {
    name: 'takes a claim that was neither recorded nor released in time for done, with an unknown result',
    async run(driver) {
      await driver.claimed();
      driver.nowMs += HOLD_MS;
      assert.deepEqual(await driver.claim(), UNKNOWN);
      driver.nowMs += TTL_MS - HOLD_MS - 1;
      assert.deepEqual(await driver.claim(), UNKNOWN);
      driver.nowMs += 1;
      await driver.claimed();
    },
  },
  {
    name: 'keeps a late result unknown',
    async run(driver) {
      const token = await driver.claimed();
      driver.nowMs += HOLD_MS;
      assert.equal(await driver.record(token, 'late'), 'lost');
      assert.deepEqual(await driver.claim(), UNKNOWN);
    },
  },
  {
    name: 'takes a result at the last moment of the hold',
    async run(driver) {
      const token = await driver.claimed();
      driver.nowMs += HOLD_MS - 1;
      assert.equal(await driver.record(token, 'just so'), 'recorded');
      driver.nowMs += 1;
      assert.deepEqual(await driver.claim(), { status: 'done', value: 'just so' });
    },
  },
  {
    name: 'gives a claim that was released to the next to ask, and to nobody else',
    async run(driver) {
      const former = await driver.claimed();
      assert.equal(await driver.release(former), 'released');
      const asking = await Promise.all(Array.from({ length: 10 }, () => driver.claim()));
      const tokens = asking.flatMap((outcome) => (outcome.status === 'claimed' ? [outcome.token] : []));
      assert.equal(tokens.length, 1);
      assert.notEqual(tokens[0], former);
      assert.equal(await driver.record(former, 'of the former'), 'lost');
      assert.equal(await driver.release(former), 'lost');
      assert.equal((await driver.claim()).status, 'under-way');
    },
  },
  {
    name: 'gives back no claim whose hold is over: it may have been done',
    async run(driver) {
      const token = await driver.claimed();
      driver.nowMs += HOLD_MS;
      assert.equal(await driver.release(token), 'lost');
      assert.deepEqual(await driver.claim(), UNKNOWN);
    },
  },
  {
    name: 'gives back nothing that was recorded',
    async run(driver) {
      const token = await driver.claimed();
      await driver.record(token, 'sent');
      assert.equal(await driver.release(token), 'lost');
      assert.deepEqual(await driver.claim(), { status: 'done', value: 'sent' });
    },
  },
  {
    name: 'takes a result once; the same one again is recorded already',
    async run(driver) {
      const token = await driver.claimed();
      assert.equal(await driver.record(token, 'first'), 'recorded');
      assert.equal(await driver.record(token, 'second'), 'lost');
      driver.nowMs += HOLD_MS;
      assert.equal(await driver.record(token, 'first'), 'recorded');
      assert.deepEqual(await driver.claim(), { status: 'done', value: 'first' });
    },
  },
  {
    name: 'takes nothing of whoever does not have the claim',
    async run(driver) {
      const token = await driver.claimed();
      const foreign = await driver.claimed({ key: 'another' });
      assert.notEqual(foreign, token);
      for (const wrong of [foreign, `${token}x`, 'x']) {
        assert.equal(await driver.record(wrong, 'forged'), 'lost');
        assert.equal(await driver.release(wrong), 'lost');
      }
      assert.equal(await driver.record(token, 'of nothing', 'unclaimed'), 'lost');
      assert.equal(await driver.release(token, 'unclaimed'), 'lost');
      assert.equal((await driver.claim()).status, 'under-way');
      assert.equal(await driver.record(token, 'true'), 'recorded');
    },
  },
  {
    name: 'keeps keys apart and values as they are, whatever they hold',
    async run(driver) {
      for (const text of HOSTILE_TEXTS) {
        const token = await driver.claimed({ key: text });
        assert.equal(await driver.record(token, text, text), 'recorded');
      }
      for (const text of HOSTILE_TEXTS) {
        assert.deepEqual(await driver.claim({ key: text }), { status: 'done', value: text });
      }
      const token = await driver.claimed({ key: LONGEST_NAME });
      assert.equal(await driver.record(token, 'v'.repeat(4096), LONGEST_NAME), 'recorded');
      assert.deepEqual(await driver.claim({ key: LONGEST_NAME }), { status: 'done', value: 'v'.repeat(4096) });
      await driver.claimed({ key: LONGEST_NAME.slice(1) });
    },
  },
  {
    name: 'goes by its own clock where it is given no time',
    async run(driver) {
      const startMs = Date.now();
      const key = driver.keyOf('key');
      const claim = { key, ttlMs: TTL_MS, holdMs: HOLD_MS, nowMs: null };
      const first = await driver.store.claim(claim);
      const second = await driver.store.claim(claim);
      assert.ok(first.status === 'claimed' && second.status === 'under-way');
      assert.ok(Math.abs(second.retryAtMs - startMs - HOLD_MS) < 30_000);
      assert.deepEqual(await driver.store.release({ key, token: first.token }), { status: 'released' });
      const third = await driver.store.claim(claim);
      assert.ok(third.status === 'claimed');
      const record = { key, token: third.token, value: 'sent', nowMs: null };
      assert.deepEqual(await driver.store.record(record), { status: 'recorded' });
      assert.deepEqual(await driver.store.claim(claim), { status: 'done', value: 'sent' });
    },
  },
  {
    name: 'gives back a claim whose time was given, by a release without one',
    async run(driver) {
      for (const nowMs of [Date.UTC(2001, 0, 1), Date.UTC(2030, 0, 1)]) {
        driver.nowMs = nowMs;
        const token = await driver.claimed({ key: `${nowMs}` });
        const key = driver.keyOf(`${nowMs}`);
        assert.deepEqual(await driver.store.release({ key, token }), { status: 'released' });
        await driver.claimed({ key: `${nowMs}` });
      }
    },
  },
  {
    name: 'refuses what makes no sense, and claims nothing for it',
    async run(driver) {
      const wrong: Partial<Record<keyof ClaimInput, unknown>>[] = [
        { ttlMs: 0 },
        { ttlMs: 367 * 86_400_000 },
        { ttlMs: 1.5 },
        { ttlMs: '1000' },
        { holdMs: 0 },
        { holdMs: TTL_MS + 1 },
        { nowMs: -1 },
        { nowMs: Number.NaN },
        { nowMs: undefined },
      ];
      for (const overrides of wrong) await assertMisuse(driver.claim(overrides as Partial<ClaimInput>));
      const claim = { ttlMs: TTL_MS, holdMs: HOLD_MS, nowMs: driver.nowMs };
      for (const key of ['', 'x'.repeat(129), 7, null, undefined]) {
        await assertMisuse(driver.store.claim({ ...claim, key: key as string }));
      }
      const token = await driver.claimed();
      const record = { key: driver.keyOf('key'), token, nowMs: driver.nowMs };
      for (const value of [undefined, null, 7, 'v'.repeat(4097)]) {
        await assertMisuse(driver.store.record({ ...record, value: value as string }));
      }
      for (const each of ['', 7, undefined]) {
        await assertMisuse(driver.store.release({ ...record, token: each as string }));
      }
      assert.equal(await driver.record(token, 'sent'), 'recorded');
    },
  },
];

async function assertMisuse(call: Promise<unknown>): Promise<void> {
  await assert.rejects(call, { code: 'OTP_MISUSE' });
}
