/** What is to happen once, for many processes: one script call for each step, on one key. */
import { randomBytes } from 'node:crypto';
import { giveBackClaim, readClaim, readRecord, readRelease } from '@countersign/otp-core/adapter';
import type { ClaimOutcome, OnceStore, ReleaseInput, StoreCallOptions } from '@countersign/otp-core/spec';
import { openRedis } from './connection/open-redis.ts';
import { createStoreError } from './connection/store-fault.ts';
import { keyPart } from './record/subject-key.ts';
import { type RedisStoreOptions, resolveRedisStoreOptions } from './redis-store-options.ts';
import { CHANGE_ANSWER, CLAIM_ANSWER, CLAIM_SCRIPT, RECORD_SCRIPT, RELEASE_SCRIPT } from './scripts/once-scripts.ts';

/** Options of `createRedisOnceStore`. */
export type RedisOnceStoreOptions = RedisStoreOptions;

/**
 * A `OnceStore` in Redis >= 6.2 or Valkey: standalone, behind Sentinels or in a Cluster. Each step is one EVALSHA on one
 * key, which expires when its time is over. A step that a client sends again after a reconnect is answered as the first time.
 *
 * Methods reject with an `OtpStoreError` when Redis cannot answer within `commandTimeoutMs`, and with an `OtpMisuseError` for
 * input that makes no sense. A claim that failed may have been made: it is given back in the background.
 *
 * @example
 * ```ts
 * const once = createRedisOnceStore({ client: new Redis() });
 * const outcome = await once.claim({ key: 'welcome:9f2c', ttlMs: 600_000, holdMs: 10_000, nowMs: null });
 * if (outcome.status === 'claimed') {
 *   await once.record({ key: 'welcome:9f2c', token: outcome.token, value: 'sent', nowMs: null });
 * }
 * ```
 * @throws OtpConfigurationError naming every option that makes no sense
 */
export function createRedisOnceStore(options: RedisOnceStoreOptions): OnceStore {
  const resolved = resolveRedisStoreOptions('createRedisOnceStore', options);
  const redis = openRedis(resolved);
  const keyOf = (key: string) => `${resolved.prefix}o:${keyPart(key, 'key')}`;

  async function release({ key, token, nowMs }: Required<ReleaseInput>, options?: StoreCallOptions) {
    const reply = await redis.run(RELEASE_SCRIPT, keyOf(key), [token, timeText(nowMs)], options);
    return { status: isChanged(reply) ? ('released' as const) : ('lost' as const) };
  }

  return {
    specificationVersion: 'v1',
    storeId: 'redis',

    async claim(input, options) {
      const { key, ttlMs, holdMs, nowMs } = readClaim(input);
      const token = randomBytes(12).toString('base64url');
      const values = [token, timeText(nowMs), `${ttlMs}`, `${holdMs}`];
      try {
        return readClaimReply(await redis.run(CLAIM_SCRIPT, keyOf(key), values, options), token);
      } catch (error) {
        // It may have been made, or be on its way, and whoever asked does nothing: the next to ask shall have it.
        giveBackClaim(() => release({ key, token, nowMs: null }), holdMs);
        throw error;
      }
    },

    async record(input, options) {
      const { key, token, value, nowMs } = readRecord(input);
      const values = [token, timeText(nowMs), JSON.stringify(value)];
      const reply = await redis.run(RECORD_SCRIPT, keyOf(key), values, options);
      return { status: isChanged(reply) ? 'recorded' : 'lost' };
    },

    release: async (input, options) => release(readRelease(input), options),

    close: redis.close,
  };
}

/** Empty: the server's time. */
function timeText(nowMs: number | null): string {
  return nowMs === null ? '' : `${nowMs}`;
}

function readClaimReply(reply: unknown, token: string): ClaimOutcome {
  const [answer, detail]: readonly unknown[] = Array.isArray(reply) ? reply : [];
  switch (answer) {
    case CLAIM_ANSWER.claimed:
      return { status: 'claimed', token };
    case CLAIM_ANSWER.underWay:
      if (typeof detail !== 'number') throw nonsense();
      return { status: 'under-way', retryAtMs: detail };
    case CLAIM_ANSWER.done:
      return { status: 'done', value: readValue(detail) };
    case CLAIM_ANSWER.unknown:
      return { status: 'done', value: null };
    default:
      throw nonsense();
  }
}

/** As JSON: of texts that are sent as UTF-8, some would become the same. */
function readValue(detail: unknown): string {
  if (!Buffer.isBuffer(detail)) throw nonsense();
  try {
    const value: unknown = JSON.parse(detail.toString());
    if (typeof value === 'string') return value;
  } catch {
    // Not ours.
  }
  throw nonsense();
}

function isChanged(reply: unknown): boolean {
  if (reply === CHANGE_ANSWER.changed) return true;
  if (reply === CHANGE_ANSWER.lost) return false;
  throw nonsense();
}

function nonsense() {
  return createStoreError('UNEXPECTED_REPLY');
}
