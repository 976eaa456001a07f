import { OtpMisuseError, OtpStoreError } from '@countersign/otp-core/adapter';
import type { CodeStore } from '@countersign/otp-core/spec';
import { type RedisServer, startRedis } from '@countersign/test-servers/redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRedisCodeStore } from './index.ts';
import { createNumberCaller, engineName, STANDARD_BUDGET } from './test-support/number-caller.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const WRONG = engineName();

let server: RedisServer;
let store: CodeStore;

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.admin.flushall();
  store = createRedisCodeStore({ client: server.admin });
});
afterEach(() => store.close?.());

const keyOf = (subject: string) => `otp:n:${subject}`;

async function commandCounts(): Promise<Record<string, number>> {
  const statistics = await server.admin.info('commandstats');
  return Object.fromEntries(
    [...statistics.matchAll(/cmdstat_([^:]+):calls=(\d+)/g)].map(([, name, calls]) => [name, Number(calls)]),
  );
}

describe('createRedisCodeStore', () => {
  it('runs one script for each operation, which reads once and writes once at most', async () => {
    const number = createNumberCaller(store);
    await number.issue();
    await number.guess(WRONG);
    const settle = { subject: number.subject, nowMs: null, purpose: 'default', challengeId: number.challengeId };
    await store.settle(settle);
    await store.unlock(settle);
    await store.discard({ ...settle, cause: 'cancelled' });
    await server.admin.config('RESETSTAT');
    for (const operation of [
      () => number.issue({ challengeId: engineName() }),
      () => number.guess(WRONG),
      () => store.settle(settle),
      () => store.unlock(settle),
      () => store.discard({ ...settle, cause: 'cancelled' }),
    ]) {
      await server.admin.config('RESETSTAT');
      await operation();
      const { evalsha, get, set = 0, time, info: _, 'config|resetstat': __, ...others } = await commandCounts();
      expect({ evalsha, get, time, others }).toEqual({ evalsha: 1, get: 1, time: 1, others: {} });
      expect(set).toBeLessThanOrEqual(1);
    }
  });

  it('goes on when the server forgets its scripts', async () => {
    const number = createNumberCaller(store);
    await number.issue();
    await server.admin.script('FLUSH');
    await server.admin.config('RESETSTAT');
    expect(await number.guess(WRONG)).toMatchObject({ status: 'mismatch', attemptsLeft: 4 });
    expect(await number.guess(number.right)).toMatchObject({ status: 'accepted' });
    expect(await commandCounts()).toMatchObject({ evalsha: 2, eval: 1, set: 2 });
  });

  it('lets one of fifty right guesses in, and counts five of fifty wrong ones', async () => {
    const lucky = createNumberCaller(store);
    await lucky.issue();
    const right = await Promise.all(Array.from({ length: 50 }, () => lucky.guess(lucky.right)));
    expect(right.filter(({ status }) => status === 'accepted')).toHaveLength(1);
    const unlucky = createNumberCaller(store);
    await unlucky.issue();
    const wrong = await Promise.all(Array.from({ length: 50 }, () => unlucky.guess(WRONG)));
    expect(wrong.filter(({ status }) => status === 'mismatch')).toHaveLength(5);
    expect(await unlucky.guess(unlucky.right)).toEqual({ status: 'exhausted' });
  });

  it('gives every key an expiry: a day after a send, a year after a wrong code', async () => {
    const number = createNumberCaller(store);
    await number.issue();
    const afterSendMs = await server.admin.pttl(keyOf(number.subject));
    await number.guess(WRONG);
    const afterFailureMs = await server.admin.pttl(keyOf(number.subject));
    expect(afterSendMs).toBeGreaterThan(DAY_MS - MINUTE_MS);
    expect(afterSendMs).toBeLessThanOrEqual(DAY_MS);
    expect(afterFailureMs).toBeGreaterThan(365 * DAY_MS - MINUTE_MS);
    expect(afterFailureMs).toBeLessThanOrEqual(365 * DAY_MS);
  });

  it('keeps what is over in a millisecond by the time of its caller, however long the server needs meanwhile', async () => {
    const number = createNumberCaller(store);
    const issuedAtMs = Date.now();
    await number.issue({ nowMs: issuedAtMs });
    expect(await number.guess(WRONG, { nowMs: issuedAtMs + DAY_MS - 1 })).toEqual({ status: 'expired' });
    expect(await server.admin.pttl(keyOf(number.subject))).toBeGreaterThan(500);
    expect(await number.guess(WRONG, { nowMs: issuedAtMs + DAY_MS })).toEqual({ status: 'not-found' });
  });

  it('takes 250 bytes for a number with a live challenge, 600 for the fullest record of the standard policy', async () => {
    const number = createNumberCaller(store);
    await number.issue();
    expect(await server.admin.call('MEMORY', 'USAGE', keyOf(number.subject))).toBeLessThanOrEqual(250);
    let largest = 0;
    // Sends and wrong codes for a week, by strangers and a known client, as many as are let through.
    let nowMs = Date.now();
    const subject = engineName();
    for (let step = 0; step < 1500; step += 1) {
      const each = createNumberCaller(store, subject);
      const issued = await each.issue({ nowMs, knownClient: step % 3 === 0 });
      if (issued.status === 'issued') {
        for (let guess = 0; guess < step % 6; guess += 1) {
          largest = Math.max(largest, Number(await server.admin.call('MEMORY', 'USAGE', keyOf(subject))));
          await each.guess(WRONG, { nowMs: nowMs + guess });
        }
        largest = Math.max(largest, Number(await server.admin.call('MEMORY', 'USAGE', keyOf(subject))));
        nowMs += 31_000;
      } else if ('retryAtMs' in issued && issued.retryAtMs !== null) {
        nowMs = issued.retryAtMs;
      }
    }
    expect(largest).toBeGreaterThan(400);
    expect(largest).toBeLessThanOrEqual(600);
  });

  it('keeps nothing that can be read: neither digest nor salt as they came, nor any digit of a code', async () => {
    const number = createNumberCaller(store);
    await number.issue();
    const record = (await server.admin.getBuffer(keyOf(number.subject))) ?? Buffer.alloc(0);
    const text = record.toString('latin1');
    expect(text).not.toContain(number.right);
    expect(text).not.toMatch(/\d{4,}/);
  });

  it('makes no key of what subjects and purposes hold', async () => {
    const names = [
      '{a}:b',
      'otp:n:x',
      '*',
      '"\'\\',
      'a\r\nSET x y\r\n',
      '\0',
      '%s',
      'ü',
      '',
      '~',
      'x'.repeat(5_000_000),
    ];
    for (const name of names) {
      const number = createNumberCaller(store, name);
      expect(await number.issue()).toMatchObject({ status: 'issued' });
      expect(await number.guess(number.right)).toMatchObject({ status: 'accepted' });
    }
    const keys = await server.admin.keys('*');
    expect(keys).toHaveLength(names.length);
    expect(keys.filter((key) => !/^otp:n:~?[\w-]{1,64}$/.test(key))).toEqual([]);
  });

  it('decides by the clock of the server, whatever the clock of the process says', async () => {
    const number = createNumberCaller(store);
    const startedAtMs = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: startedAtMs + 5 * MINUTE_MS });
    try {
      const issued = await number.issue();
      expect(issued.status === 'issued' && Math.abs(issued.sentAtMs - startedAtMs)).toBeLessThan(MINUTE_MS);
      vi.setSystemTime(startedAtMs - 5 * MINUTE_MS);
      expect(await number.guess(number.right)).toMatchObject({ status: 'accepted' });
    } finally {
      vi.useRealTimers();
    }
  });

  it('keeps to its prefix', async () => {
    await createNumberCaller(createRedisCodeStore({ client: server.admin, prefix: 'shop/eu:' })).issue();
    expect(await server.admin.keys('*')).toEqual([expect.stringMatching(/^shop\/eu:n:[\w-]{22}$/)]);
  });

  it('does not forget sends or failures when the clock of the server goes back', async () => {
    const number = createNumberCaller(store);
    const nowMs = Date.now();
    await number.issue({ nowMs });
    await number.guess(WRONG, { nowMs });
    for (let index = 0; index < 10; index += 1) {
      await number.issue({ nowMs: nowMs - 10 * MINUTE_MS + index * MINUTE_MS, challengeId: engineName() });
    }
    const sends = await number.issue({ nowMs: nowMs - 1, challengeId: engineName() });
    expect(sends.status).not.toBe('issued');
  });

  it.each([
    ['no words at all', Buffer.from('')],
    ['another format', Buffer.from('{"attemptsLeft":5}')],
    ['random bytes', Buffer.from('ff'.repeat(300), 'hex')],
    ['a bomb of nested arrays', Buffer.from('dd'.repeat(60_000), 'hex')],
    ['megabytes', Buffer.alloc(2_000_000, 1)],
    ['a number', Buffer.from('1')],
  ])('refuses a record that is %s, and leaves it as it is', async (_name, contents) => {
    const number = createNumberCaller(store);
    await server.admin.set(keyOf(number.subject), contents);
    const call = { subject: number.subject, nowMs: null, purpose: 'default', challengeId: number.challengeId };
    for (const attempt of [
      () => number.issue(),
      () => number.guess(number.right),
      () => number.guess(number.right, { challengeId: null }),
      () => store.settle(call),
      () => store.discard({ ...call, cause: 'cancelled' }),
      () => store.unlock(call),
    ]) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'OTP_STORE_UNAVAILABLE',
        message: 'Redis could not answer (CORRUPT_RECORD).',
      });
    }
    expect(await server.admin.getBuffer(keyOf(number.subject))).toEqual(contents);
  });

  it('refuses a record of its own that is cut off anywhere, or longer than it was', async () => {
    const number = createNumberCaller(store);
    await number.issue();
    const whole = (await server.admin.getBuffer(keyOf(number.subject))) ?? Buffer.alloc(0);
    const damaged = [...whole.keys()].slice(1).map((length) => whole.subarray(0, length));
    for (const record of [...damaged, Buffer.concat([whole, Buffer.from('x')])]) {
      await server.admin.set(keyOf(number.subject), record);
      await expect(number.guess(number.right)).rejects.toSatisfy(OtpStoreError.isInstance);
      await expect(number.issue({ challengeId: engineName() })).rejects.toSatisfy(OtpStoreError.isInstance);
    }
  });

  it('survives any change to a byte of its record: a typed answer or a typed error, and no code let in that was not right', async () => {
    const number = createNumberCaller(store);
    await number.issue();
    const whole = (await server.admin.getBuffer(keyOf(number.subject))) ?? Buffer.alloc(0);
    for (const place of whole.keys()) {
      const changed = Buffer.from(whole);
      changed[place] = (changed[place] ?? 0) ^ 0x55;
      await server.admin.set(keyOf(number.subject), changed);
      const outcome = await number.guess(WRONG).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(OtpStoreError.isInstance(outcome)).toBe(true);
      else expect(outcome).not.toMatchObject({ status: 'accepted' });
    }
  });

  it('names the fault where a key is of another type', async () => {
    const number = createNumberCaller(store);
    await server.admin.lpush(keyOf(number.subject), 'x');
    await expect(number.issue()).rejects.toMatchObject({ message: 'Redis could not answer (WRONGTYPE).' });
  });

  it('is full where the server is, loses nothing, and goes on when there is room again', async () => {
    const number = createNumberCaller(store);
    await number.issue();
    await number.guess(WRONG);
    const before = await server.admin.getBuffer(keyOf(number.subject));
    await server.admin.config('SET', 'maxmemory', '1');
    try {
      await expect(number.guess(WRONG)).rejects.toMatchObject({ code: 'OTP_STORE_FULL' });
      await expect(createNumberCaller(store).issue()).rejects.toMatchObject({ code: 'OTP_STORE_FULL' });
      expect(await server.admin.getBuffer(keyOf(number.subject))).toEqual(before);
    } finally {
      await server.admin.config('SET', 'maxmemory', '0');
    }
    expect(await number.guess(WRONG)).toMatchObject({ status: 'mismatch', attemptsLeft: 3 });
  });

  it('refuses what would not fit a record, naming the field and not the value', async () => {
    const number = createNumberCaller(store);
    const long = 'secret'.repeat(1000);
    for (const overrides of [{ purpose: long }, { keyId: long }, { challengeId: long }, { salt: '\ud800' }]) {
      const error: unknown = await number.issue(overrides).catch((each: unknown) => each);
      expect(OtpMisuseError.isInstance(error)).toBe(true);
      expect(String(error)).toContain(Object.keys(overrides)[0]);
      expect(String(error)).not.toContain('secret');
    }
    const budget = { ...STANDARD_BUDGET, maxLiveChallenges: '3) redis.call("FLUSHALL" ' as unknown as number };
    await expect(number.issue({ budget })).rejects.toSatisfy(OtpMisuseError.isInstance);
    await expect(number.issue({ nowMs: Number.NaN })).rejects.toSatisfy(OtpMisuseError.isInstance);
    await expect(number.issue({ maxAttempts: 0 })).rejects.toSatisfy(OtpMisuseError.isInstance);
  });
});
