/** A `RateLimiter` in PostgreSQL: one row a key, one statement a call. */
import { type RateLimitCharge, readNowMs, readRateLimitCharges } from '@countersign/otp-core/adapter';
import type { RateLimiter, RateLimitOutcome } from '@countersign/otp-core/spec';
import { unavailable } from './calls/store-fault.ts';
import { type OpenStore, openStore, type PostgresLifetime } from './open-store.ts';
import type { PostgresStoreOptions } from './postgres-options.ts';
import { toArrayText } from './record/array-text.ts';
import { toField, toTimeText } from './record/field-text.ts';

/** A `RateLimiter` in PostgreSQL. */
export type PostgresRateLimiter = RateLimiter & PostgresLifetime;

/**
 * A `RateLimiter` in PostgreSQL 13 or newer, or in PGlite. All keys of a call travel in one statement. Never more than
 * `max` in any span of `durationMs`: a duration is cut into 15 slices, and a charge counts at most one slice longer than it
 * must. `retryAtMs` is exact.
 *
 * `take` rejects with an `OtpStoreError` when the database cannot answer, and with an `OtpMisuseError` for windows that make
 * no sense, as `createMemoryRateLimiter` does.
 *
 * @throws OtpConfigurationError naming every option that makes no sense
 * @example
 * const limiter = createPostgresRateLimiter({ client: pool });
 */
export function createPostgresRateLimiter(options: PostgresStoreOptions): PostgresRateLimiter {
  return rateLimiterOver(openStore('createPostgresRateLimiter', options, 'purge_limits'));
}

/** Over a database that may be somebody else's, too. */
export function rateLimiterOver({ database, lifetime }: OpenStore): PostgresRateLimiter {
  return {
    specificationVersion: 'v1',

    async take(windows, nowMs, options) {
      const charges = inOrderOfKeys(readRateLimitCharges(windows));
      const timeMs = readNowMs(nowMs);
      if (charges.length === 0) return { status: 'allowed' };
      const listOf = (name: 'max' | 'durationMs' | 'cost') => `{${charges.map((charge) => charge[name]).join(',')}}`;
      const keys = toArrayText(charges.map(({ key }) => toField('key', key)));
      const values = [keys, listOf('max'), listOf('durationMs'), listOf('cost'), toTimeText(timeMs)];
      return readOutcome(await database.step('take', values, null, options), charges);
    },

    ...lifetime,
  };
}

/** So that calls that share some keys never wait for each other in a circle. */
function inOrderOfKeys(charges: readonly RateLimitCharge[]): readonly RateLimitCharge[] {
  return charges.toSorted((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
}

function readOutcome(
  [status, place, retryAt]: readonly string[],
  charges: readonly RateLimitCharge[],
): RateLimitOutcome {
  if (status === 'allowed') return { status };
  const charge = charges[Number(place) - 1];
  const retryAtMs = Number(retryAt);
  if (status !== 'limited' || charge === undefined || !Number.isSafeInteger(retryAtMs)) {
    throw unavailable('PostgreSQL answered nonsense.');
  }
  return { status, key: charge.key, retryAtMs };
}
