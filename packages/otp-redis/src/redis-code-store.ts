/** The store of many processes: one script call for each operation, on the one key of a number. */
import { OtpMisuseError } from '@countersign/otp-core/adapter';
import type { CodeStore, IssueInput, RedeemInput, StoreCall, StoreCallOptions } from '@countersign/otp-core/spec';
import { type OpenRedis, openRedis } from './connection/open-redis.ts';
import { type CallWriter, createCallWriter } from './record/call-writer.ts';
import { readIssueReply, readRedeemReply, readSettleReply } from './record/replies.ts';
import { keyPart } from './record/subject-key.ts';
import { type RedisStoreOptions, resolveRedisStoreOptions } from './redis-store-options.ts';
import type { Script } from './scripts/define-script.ts';
import { DISCARD_SCRIPT } from './scripts/discard-script.ts';
import { CLIENT, INTENT, REPEATED_CODE } from './scripts/issue-script.ts';
import { createIssueScripts } from './scripts/issue-scripts.ts';
import { REDEEM_SCRIPT } from './scripts/redeem-script.ts';
import { SETTLE_SCRIPT } from './scripts/settle-script.ts';
import { UNLOCK_SCRIPT } from './scripts/unlock-script.ts';

/** Options of `createRedisCodeStore`. */
export type RedisCodeStoreOptions = RedisStoreOptions;

/**
 * A `CodeStore` in Redis >= 6.2 or Valkey: standalone, behind Sentinels or in a Cluster. All about a number stands under
 * one key that always has an expiry; every operation is one EVALSHA on it, and EVAL where the server does not know the
 * script. A command that the client sends again after a reconnect is answered as the first time and counts once.
 *
 * Methods reject with an `OtpStoreError` when Redis cannot answer within `commandTimeoutMs` or what is left of the
 * caller's time, whatever the reason
 * (`OTP_STORE_FULL` when it is full), and with an `OtpMisuseError` for names longer than 254 bytes or numbers that are none.
 * What was given up may still have been done, once: no guess is ever let through by it.
 *
 * @example
 * const store = createRedisCodeStore({ client: new Redis() }); // of ioredis; or of redis, or { url: 'redis://…' }
 * @throws OtpConfigurationError naming every option that makes no sense
 */
export function createRedisCodeStore(options: RedisCodeStoreOptions): CodeStore {
  const resolved = resolveRedisStoreOptions('createRedisCodeStore', options);
  return codeStoreOver(openRedis(resolved), resolved.prefix);
}

/** Over a connection that may be somebody else's, too. */
export function codeStoreOver(redis: OpenRedis, prefix: string): CodeStore {
  const findIssueScript = createIssueScripts();
  const call = createCallWriter();
  const keyPrefix = `${prefix}n:`;

  function run(script: Script, { subject }: StoreCall, options: StoreCallOptions | undefined): Promise<unknown> {
    return redis.run(script, `${keyPrefix}${keyPart(subject, 'subject')}`, [call.finish()], options);
  }

  return {
    specificationVersion: 'v1',
    storeId: 'redis',

    async issue(input, options) {
      const script = findIssueScript(input.budget);
      writeIssue(call.begin(input.nowMs), input);
      return readIssueReply(await run(script, input, options), input);
    },

    async redeem(input, options) {
      writeRedeem(call.begin(input.nowMs), input);
      return readRedeemReply(await run(REDEEM_SCRIPT, input, options), input.challengeId);
    },

    async settle(input, options) {
      call.begin(input.nowMs).text(input.purpose, 'purpose').name(input.challengeId, 'challengeId');
      return readSettleReply(await run(SETTLE_SCRIPT, input, options));
    },

    async discard(input, options) {
      call.begin(input.nowMs).name(input.challengeId, 'challengeId');
      call.moment(input.cause === 'refused' ? input.sentAtMs : null, 'sentAtMs');
      await run(DISCARD_SCRIPT, input, options);
    },

    async unlock(input, options) {
      call.begin(input.nowMs);
      await run(UNLOCK_SCRIPT, input, options);
    },

    close: redis.close,
  };
}

function writeIssue(call: CallWriter, input: IssueInput): void {
  const { digests } = input;
  call
    .byte(INTENT[input.intent])
    .byte(REPEATED_CODE[input.repeatedCode])
    .byte(input.knownClient ? CLIENT.known : CLIENT.stranger)
    .byte(wholeByte(input.maxAttempts, 'maxAttempts'))
    .duration(input.ttlMs, 'ttlMs')
    .text(input.purpose, 'purpose')
    .name(input.challengeId, 'challengeId')
    .text(input.keyId, 'keyId')
    .name(input.salt, 'salt')
    .count(digests ?? [], 'digests');
  // Length zero is the provider's.
  for (const { length, digest } of digests ?? []) call.byte(wholeByte(length, 'digests')).name(digest, 'digests');
}

function writeRedeem(call: CallWriter, { purpose, challengeId, digests }: RedeemInput): void {
  call.text(purpose, 'purpose');
  if (challengeId === null) call.text('', 'challengeId');
  else call.name(challengeId, 'challengeId');
  call.count(digests ?? [], 'digests');
  for (const digest of digests ?? []) call.name(digest, 'digests');
}

function wholeByte(value: number, field: string): number {
  if (Number.isInteger(value) && value >= 1 && value <= 255) return value;
  throw new OtpMisuseError(`${field} must be a whole number from 1 to 255.`);
}
