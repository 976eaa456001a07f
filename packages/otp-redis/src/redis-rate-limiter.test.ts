import type { RateLimiter } from '@countersign/otp-core/spec';
import { type RedisServer, startRedis } from '@countersign/test-servers/redis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRedisRateLimiter } from './index.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let server: RedisServer;
let limiter: RateLimiter;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.admin.flushall();
  limiter = createRedisRateLimiter({ client: server.admin });
});

async function countAllowed(times: number, window: { max: number; durationMs: number }, nowMs: number) {
  let allowed = 0;
  for (let time = 0; time < times; time += 1) {
    if ((await limiter.take([{ key: 'k', ...window }], nowMs)).status === 'allowed') allowed += 1;
  }
  return allowed;
}

describe('createRedisRateLimiter', () => {
  it('runs one script for each key', async () => {
    const windows = ['a', 'b', 'c'].map((key) => ({ key, max: 5, durationMs: MINUTE_MS }));
    await limiter.take(windows, null);
    await server.admin.config('RESETSTAT');
    await limiter.take(windows, null);
    expect(await server.admin.info('commandstats')).toMatch(/cmdstat_evalsha:calls=3,/);
  });

  it('gives every key an expiry, of a duration and a slice at most, and takes little space', async () => {
    const window = { key: 'k', max: 1_000_000, durationMs: DAY_MS };
    const startMs = Date.now();
    for (let hour = 0; hour < 30; hour += 1)
      await limiter.take([{ ...window, cost: 30_000 }], startMs + hour * 3_600_000);
    const leftMs = await server.admin.pttl('otp:l:k');
    expect(leftMs).toBeGreaterThan(DAY_MS - MINUTE_MS);
    expect(leftMs).toBeLessThanOrEqual(DAY_MS + DAY_MS / 15);
    expect(await server.admin.strlen('otp:l:k')).toBeLessThanOrEqual(87);
  });

  it('forgets nothing when its clock goes back', async () => {
    const nowMs = Date.now();
    const window = { max: 3, durationMs: MINUTE_MS };
    expect(await countAllowed(2, window, nowMs)).toBe(2);
    expect(await countAllowed(2, window, nowMs - 10 * MINUTE_MS)).toBe(1);
    expect(await countAllowed(2, window, nowMs - 9 * MINUTE_MS)).toBe(0);
    expect(await countAllowed(2, window, nowMs - 7 * MINUTE_MS)).toBe(2);
  });

  it('counts each charge for as long as its own duration where a key is charged with several', async () => {
    const nowMs = Date.now();
    expect(await countAllowed(2, { max: 10, durationMs: DAY_MS }, nowMs)).toBe(2);
    expect(await countAllowed(2, { max: 10, durationMs: MINUTE_MS }, nowMs + 1000)).toBe(2);
    // A day later at the earliest the first two are over; the short window has long forgotten its own by then.
    expect(await countAllowed(9, { max: 4, durationMs: DAY_MS }, nowMs + DAY_MS - 1000)).toBeLessThanOrEqual(2);
    expect(await countAllowed(20, { max: 10, durationMs: MINUTE_MS }, nowMs + 4 * DAY_MS)).toBe(10);
    expect(await countAllowed(20, { max: 10, durationMs: MINUTE_MS }, nowMs + 4 * DAY_MS + 2 * MINUTE_MS)).toBe(10);
  });

  it('takes the day into account when a minute was counted before, and the minute again when the day is over', async () => {
    const nowMs = Date.now();
    expect(await countAllowed(5, { max: 5, durationMs: MINUTE_MS }, nowMs)).toBe(5);
    expect(await countAllowed(9, { max: 8, durationMs: DAY_MS }, nowMs + 1000)).toBe(3);
    expect(await countAllowed(9, { max: 8, durationMs: DAY_MS }, nowMs + DAY_MS / 2)).toBe(0);
    for (let minute = 0; minute < 30; minute += 1) {
      await countAllowed(1, { max: 1000, durationMs: MINUTE_MS }, nowMs + 2 * DAY_MS + minute * MINUTE_MS);
    }
    const atMs = nowMs + 2 * DAY_MS + 33 * MINUTE_MS;
    expect(await countAllowed(7, { max: 5, durationMs: MINUTE_MS }, atMs)).toBe(5);
  });

  it.each([
    ['words', Buffer.from('x')],
    ['a slice of no length', Buffer.alloc(27)],
    ['megabytes', Buffer.alloc(1_000_000, 1)],
    ['half a count', Buffer.alloc(25, 1)],
  ])('waves nobody through where a key holds %s', async (_name, contents) => {
    await server.admin.set('otp:l:k', contents);
    await expect(limiter.take([{ key: 'k', max: 9, durationMs: MINUTE_MS }], null)).rejects.toMatchObject({
      message: 'Redis could not answer (CORRUPT_RECORD).',
    });
    expect(await server.admin.getBuffer('otp:l:k')).toEqual(contents);
  });

  it('is full where the server is', async () => {
    await server.admin.config('SET', 'maxmemory', '1');
    const taken = limiter.take([{ key: 'k', max: 9, durationMs: MINUTE_MS }], null);
    await expect(taken).rejects.toMatchObject({ code: 'OTP_STORE_FULL' });
    await server.admin.config('SET', 'maxmemory', '0');
  });
});
