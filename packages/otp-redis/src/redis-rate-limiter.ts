/** The limiter of many processes: one script call for each key, all of a take sent together. */
import { type RateLimitCharge, readNowMs, readRateLimitCharges } from '@countersign/otp-core/adapter';
import type { RateLimiter, RateLimitOutcome, StoreCallOptions } from '@countersign/otp-core/spec';
import { type OpenRedis, openRedis } from './connection/open-redis.ts';
import { createStoreError } from './connection/store-fault.ts';
import { keyPart } from './record/subject-key.ts';
import { type RedisStoreOptions, resolveRedisStoreOptions } from './redis-store-options.ts';
import { NO_MOMENT } from './scripts/moment-lua.ts';
import { TAKE_SCRIPT } from './scripts/take-script.ts';

/** Options of `createRedisRateLimiter`. */
export type RedisRateLimiterOptions = RedisStoreOptions;

const CALL_LENGTH = 20;
const ALLOWED: RateLimitOutcome = { status: 'allowed' };

/**
 * A `RateLimiter` in Redis >= 6.2 or Valkey: standalone, behind Sentinels or in a Cluster. Never more than `max` in any
 * span of `durationMs`: a charge counts from its own moment until at most a fifteenth of the duration longer than it must.
 * `retryAtMs` is exact: the same window alone is allowed then, and not a millisecond before, if nothing else is charged.
 *
 * - A take is one EVALSHA for each window. Windows are independent: one may be charged while another is limited, or
 *   while another's node does not answer.
 * - A take that a client sends again after a reconnect is charged twice: a limit may be reached early, never late.
 * - Every key has an expiry and takes 27 to 87 bytes beside its name.
 *
 * `take` rejects with an `OtpStoreError` when Redis cannot answer within `commandTimeoutMs`, and with an `OtpMisuseError`
 * for windows that make no sense: a key that is not a string of 1 to 128 characters, a `max` or `cost` that is not a whole
 * number from 1 to 1,000,000,000, a cost above its max, a duration outside of one second to 366 days, over 1,000 windows.
 *
 * @example
 * ```ts
 * const limiter = createRedisRateLimiter({ client: new Redis() });
 * const outcome = await limiter.take([{ key: 'address:9f2c', max: 10, durationMs: 60_000 }], null);
 * if (outcome.status === 'limited') console.log(new Date(outcome.retryAtMs));
 * ```
 * @throws OtpConfigurationError naming every option that makes no sense
 */
export function createRedisRateLimiter(options: RedisRateLimiterOptions): RateLimiter {
  const resolved = resolveRedisStoreOptions('createRedisRateLimiter', options);
  return rateLimiterOver(openRedis(resolved), resolved.prefix);
}

/** Over a connection that may be somebody else's, too. */
export function rateLimiterOver(redis: OpenRedis, prefix: string): RateLimiter {
  const keyPrefix = `${prefix}l:`;

  async function take(charge: RateLimitCharge, nowMs: number, options: StoreCallOptions | undefined): Promise<number> {
    const key = `${keyPrefix}${keyPart(charge.key, 'key')}`;
    const reply = await redis.run(TAKE_SCRIPT, key, [writeTake(charge, nowMs)], options);
    if (typeof reply !== 'number') throw createStoreError('UNEXPECTED_REPLY');
    return reply;
  }

  return {
    specificationVersion: 'v1',

    async take(windows, nowMs, options) {
      const charges = readRateLimitCharges(windows);
      const timeMs = readNowMs(nowMs) ?? NO_MOMENT;
      const retries = await Promise.all(charges.map((charge) => take(charge, timeMs, options)));
      return latestRetry(charges, retries);
    },

    close: redis.close,
  };
}

function writeTake({ max, durationMs, cost }: RateLimitCharge, nowMs: number): Buffer {
  const call = Buffer.allocUnsafe(CALL_LENGTH);
  call.writeUIntBE(nowMs, 0, 6);
  call.writeUInt32BE(max, 6);
  call.writeUIntBE(durationMs, 10, 6);
  call.writeUInt32BE(cost, 16);
  return call;
}

/** Zero: within the limit. */
function latestRetry(charges: readonly RateLimitCharge[], retries: readonly number[]): RateLimitOutcome {
  const retryAtMs = Math.max(0, ...retries);
  const charge = retryAtMs === 0 ? undefined : charges[retries.indexOf(retryAtMs)];
  return charge === undefined ? ALLOWED : { status: 'limited', key: charge.key, retryAtMs };
}
