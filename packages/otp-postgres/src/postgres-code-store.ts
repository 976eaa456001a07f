/** A `CodeStore` in PostgreSQL: one row a number, one statement an operation. */
import type {
  CodeStore,
  IssuedChallenge,
  IssueInput,
  IssueOutcome,
  RedeemInput,
  RedeemOutcome,
} from '@countersign/otp-core/spec';
import { unavailable } from './calls/store-fault.ts';
import { type OpenStore, openStore, type PostgresLifetime } from './open-store.ts';
import type { PostgresStoreOptions } from './postgres-options.ts';
import { toArrayText } from './record/array-text.ts';
import { fromField, fromId, toField, toId, toNumberText, toTimeText } from './record/field-text.ts';
import { rulesOfClient } from './record/rules-of-client.ts';

/** A `CodeStore` in PostgreSQL. */
export type PostgresCodeStore = CodeStore & PostgresLifetime;

/**
 * A `CodeStore` in PostgreSQL 13 or newer, or in PGlite. Every operation is one statement, correct at every isolation
 * level; what was given up or failed is never taken for a success.
 *
 * Its tables have to be there: see `migrate`. Methods reject with an `OtpStoreError` and with nothing else.
 *
 * @throws OtpConfigurationError naming every option that makes no sense
 * @example
 * const store = createPostgresCodeStore({ url: 'postgres://localhost/app' });
 * await store.ready();
 */
export function createPostgresCodeStore(options: PostgresStoreOptions): PostgresCodeStore {
  return codeStoreOver(openStore('createPostgresCodeStore', options, 'purge_numbers'));
}

/** Over a database that may be somebody else's, too. */
export function codeStoreOver({ database, lifetime }: OpenStore): PostgresCodeStore {
  return {
    specificationVersion: 'v1',
    storeId: 'postgres',

    async issue(input, options) {
      const subject = toField('subject', input.subject);
      return readIssueOutcome(await database.step('issue', issueValues(subject, input), subject, options), input);
    },

    async redeem(input, options) {
      const subject = toField('subject', input.subject);
      return readRedeemOutcome(await database.step('redeem', redeemValues(subject, input), subject, options));
    },

    async settle(input, options) {
      const subject = toField('subject', input.subject);
      const challengeId = toId(input.challengeId);
      const values = [subject, toField('purpose', input.purpose), challengeId, toTimeText(input.nowMs)];
      const [status] = await database.step('settle', values, subject, options);
      if (status !== 'accepted' && status !== 'not-found') throw nonsense();
      return { status };
    },

    async discard(input, options) {
      const subject = toField('subject', input.subject);
      const sentAtMs = input.cause === 'refused' ? toNumberText('sentAtMs', input.sentAtMs) : null;
      const values = [subject, toId(input.challengeId), sentAtMs, toTimeText(input.nowMs)];
      await database.step('discard', values, subject, options);
    },

    async unlock(input, options) {
      const subject = toField('subject', input.subject);
      await database.step('unlock', [subject, toTimeText(input.nowMs)], subject, options);
    },

    ...lifetime,
  };
}

/** In the order of the parameters of `issue`, see `migrations/0002_issue.sql`. */
function issueValues(subject: string, input: IssueInput): readonly (string | null)[] {
  const client = input.knownClient ? 'known' : 'stranger';
  const rules = rulesOfClient(input.budget, client);
  const [first, second] = input.digests ?? [];
  const [usual, longer] = rules.isAlwaysSteppedUp && second !== undefined ? [second, first] : [first, second];
  const fewestTries = client === 'known' ? 1 : input.maxAttempts;
  const freshTries = Math.min(input.maxAttempts, rules.mostTries);
  return [
    subject,
    toField('purpose', input.purpose),
    toId(input.challengeId),
    input.intent,
    input.repeatedCode,
    toField('keyId', input.keyId),
    toField('salt', input.salt),
    usual === undefined ? null : toNumberText('length', usual.length),
    usual === undefined ? null : toField('digest', usual.digest),
    longer === undefined ? null : toNumberText('length', longer.length),
    longer === undefined ? null : toField('digest', longer.digest),
    client,
    toNumberText('ttlMs', input.ttlMs),
    toNumberText('maxAttempts', input.maxAttempts),
    freshTries < fewestTries ? null : toNumberText('maxAttempts', freshTries),
    rules.firstCooldownMs,
    rules.longestWindowMs,
    rules.failureMemoryMs,
    rules.rules,
    rules.cooldowns,
    toTimeText(input.nowMs),
  ];
}

function redeemValues(subject: string, { purpose, challengeId, digests, nowMs }: RedeemInput) {
  const fields = digests?.map((digest) => toField('digests', digest));
  return [
    subject,
    toField('purpose', purpose),
    challengeId === null ? null : toId(challengeId),
    fields?.[0] ?? null,
    fields === undefined ? null : toArrayText(fields),
    toTimeText(nowMs),
  ];
}

function readIssueOutcome(fields: readonly string[], input: IssueInput): IssueOutcome {
  const [status, retryAt] = fields;
  switch (status) {
    case 'issued':
    case 'duplicate':
      return { status, ...readChallenge(fields, input) };
    case 'cooldown':
    case 'quota-exceeded':
      return { status, retryAtMs: toTime(retryAt) };
    case 'locked':
      return { status, retryAtMs: retryAt === undefined ? null : toTime(retryAt) };
    case 'not-found':
      return { status };
    default:
      throw nonsense();
  }
}

/** One that was opened just now has the names it was given, which are not sent back. */
function readChallenge(fields: readonly string[], input: IssueInput): IssuedChallenge {
  const [, sentAt, expiresAt, resendAt, codeLength, challengeId, keyId, salt] = fields;
  return {
    challengeId: challengeId === undefined ? input.challengeId : fromId(challengeId),
    keyId: keyId === undefined ? input.keyId : fromField(keyId),
    salt: salt === undefined ? input.salt : fromField(salt),
    codeLength: codeLength === '' ? null : toTime(codeLength),
    sentAtMs: toTime(sentAt),
    expiresAtMs: toTime(expiresAt),
    resendAtMs: toTime(resendAt),
  };
}

function readRedeemOutcome([status, challengeId, attemptsLeft]: readonly string[]): RedeemOutcome {
  switch (status) {
    case 'accepted':
      return { status, challengeId: fromId(challengeId ?? '') };
    case 'mismatch':
    case 'delegated':
      return { status, challengeId: fromId(challengeId ?? ''), attemptsLeft: toTime(attemptsLeft) };
    case 'expired':
    case 'exhausted':
    case 'not-found':
      return { status };
    default:
      throw nonsense();
  }
}

function toTime(field: string | undefined): number {
  const value = Number(field);
  if (field === undefined || !Number.isSafeInteger(value)) throw nonsense();
  return value;
}

function nonsense() {
  return unavailable('PostgreSQL answered nonsense.');
}
