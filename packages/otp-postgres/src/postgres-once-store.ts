/** What is to happen once, in PostgreSQL: one row a key, one statement a step. */
import { randomBytes } from 'node:crypto';
import { giveBackClaim, readClaim, readRecord, readRelease } from '@countersign/otp-core/adapter';
import type { ClaimOutcome, OnceStore, ReleaseInput, StoreCallOptions } from '@countersign/otp-core/spec';
import { unavailable } from './calls/store-fault.ts';
import { openStore, type PostgresLifetime } from './open-store.ts';
import type { PostgresStoreOptions } from './postgres-options.ts';
import { toField, toTimeText } from './record/field-text.ts';

/** A `OnceStore` in PostgreSQL. */
export type PostgresOnceStore = OnceStore & PostgresLifetime;

/**
 * A `OnceStore` in PostgreSQL 13 or newer, or in PGlite. Every step is one statement, correct at every isolation level.
 * Its table has to be there: see `migrate`.
 *
 * Methods reject with an `OtpStoreError` when the database cannot answer, and with an `OtpMisuseError` for input that makes
 * no sense. A claim that failed may have been made: it is given back in the background. Where that fails as well, it is
 * done with an unknown result once its hold is over.
 *
 * @throws OtpConfigurationError naming every option that makes no sense
 * @example
 * const once = createPostgresOnceStore({ client: pool });
 * const outcome = await once.claim({ key: 'welcome:9f2c', ttlMs: 600_000, holdMs: 10_000, nowMs: null });
 */
export function createPostgresOnceStore(options: PostgresStoreOptions): PostgresOnceStore {
  const { database, lifetime } = openStore('createPostgresOnceStore', options, 'purge_once');

  async function release({ key, token, nowMs }: Required<ReleaseInput>, options?: StoreCallOptions) {
    const field = toField('key', key);
    const values = [field, toField('token', token), toTimeText(nowMs)];
    const [status] = await database.step('release', values, field, options);
    if (status !== 'released' && status !== 'lost') throw nonsense();
    return { status } as const;
  }

  return {
    specificationVersion: 'v1',
    storeId: 'postgres',

    async claim(input, options) {
      const { key, ttlMs, holdMs, nowMs } = readClaim(input);
      const field = toField('key', key);
      const token = randomBytes(12).toString('base64url');
      const values = [field, token, `${ttlMs}`, `${holdMs}`, toTimeText(nowMs)];
      try {
        return readClaimOutcome(await database.step('claim', values, field, options));
      } catch (error) {
        // It may have been made, or be on its way, and whoever asked does nothing: the next to ask shall have it.
        giveBackClaim(() => release({ key, token, nowMs: null }), holdMs);
        throw error;
      }
    },

    async record(input, options) {
      const { key, token, value, nowMs } = readRecord(input);
      const field = toField('key', key);
      const values = [field, toField('token', token), JSON.stringify(value), toTimeText(nowMs)];
      const [status] = await database.step('record', values, field, options);
      if (status !== 'recorded' && status !== 'lost') throw nonsense();
      return { status };
    },

    release: async (input, options) => release(readRelease(input), options),

    ...lifetime,
  };
}

function readClaimOutcome([status, detail = '']: readonly string[]): ClaimOutcome {
  switch (status) {
    case 'claimed':
      return { status, token: detail };
    case 'under-way': {
      const retryAtMs = Number(detail);
      if (!Number.isSafeInteger(retryAtMs) || detail === '') throw nonsense();
      return { status, retryAtMs };
    }
    case 'done':
      return { status, value: readValue(detail) };
    case 'unknown':
      return { status: 'done', value: null };
    default:
      throw nonsense();
  }
}

/** As JSON, which has no character that PostgreSQL cannot keep, nor our separator. */
function readValue(detail: string): string {
  try {
    const value: unknown = JSON.parse(detail);
    if (typeof value === 'string') return value;
  } catch {
    // Not ours.
  }
  throw nonsense();
}

function nonsense() {
  return unavailable('PostgreSQL answered nonsense.');
}
