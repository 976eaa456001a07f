/** What is to happen once in a single process: forgotten when it ends. For tests, development and one-process deployments. */
import { readStoreTimeout } from '../adapter/call-options.ts';
import { readClaim, readRecord, readRelease } from '../adapter/once-calls.ts';
import { OptionReader } from '../adapter/option-reader.ts';
import { OtpStoreError } from '../errors/otp-error.ts';
import type { OnceStore } from '../spec/index.ts';
import { createExpiringMap, type ExpiringEntry, type ExpiringMap, SWEEP_PER_CALL } from './expiring-map.ts';

/** Options of `createMemoryOnceStore`. */
export interface MemoryOnceStoreOptions {
  /**
   * How many keys may be remembered at once, 1 to 10,000,000. Beyond it new ones are refused with `OTP_STORE_FULL` and
   * none is forgotten, as that would let something happen twice. About 300 bytes each, and the value.
   * @defaultValue 100_000
   */
  readonly maxKeys?: number;
}

const DEFAULT_MAX_KEYS = 100_000;
const HIGHEST_MAX_KEYS = 10_000_000;
/** Keys looked at to clear out what is over before a new one is refused. */
const SWEEP_WHEN_FULL = 1024;

interface Claim extends ExpiringEntry {
  readonly token: string;
  holdUntilMs: number;
  keptUntilMs: number;
  /** `null`: none was recorded. */
  value: string | null;
  /** A claim whose time was given does not know the time of a release that has none. */
  clock: 'own' | 'given';
}

/**
 * A `OnceStore` in memory. Constant work a call at any size; there are no timers. A step is atomic because nothing in it waits.
 *
 * Methods reject with an `OtpStoreError` when `maxKeys` are remembered and a new one comes (`OTP_STORE_FULL`) or after
 * `close` (`OTP_STORE_UNAVAILABLE`), and with an `OtpMisuseError` for input that makes no sense.
 *
 * @example
 * ```ts
 * const once = createMemoryOnceStore();
 * const outcome = await once.claim({ key: 'welcome:9f2c', ttlMs: 600_000, holdMs: 10_000, nowMs: null });
 * if (outcome.status === 'claimed') {
 *   await once.record({ key: 'welcome:9f2c', token: outcome.token, value: 'sent', nowMs: null });
 * }
 * ```
 * @throws OtpConfigurationError naming every option that makes no sense
 */
export function createMemoryOnceStore(options: MemoryOnceStoreOptions = {}): OnceStore {
  const maxKeys = resolveMaxKeys(options);
  /** `null` once closed, so that a store somebody still holds does not hold its keys. */
  let claims: ExpiringMap<Claim> | null = createExpiringMap<Claim>();
  let tokens = 0;

  function openClaims(): ExpiringMap<Claim> {
    if (claims === null) throw new OtpStoreError('OTP_STORE_UNAVAILABLE', 'The memory once store is closed.');
    return claims;
  }

  /** One that is over counts for nothing, whether it has been cleared out or not. */
  function find(key: string, nowMs: number): Claim | undefined {
    const kept = openClaims();
    kept.sweep(nowMs, SWEEP_PER_CALL);
    const claim = kept.get(key);
    return claim !== undefined && claim.keptUntilMs > nowMs ? claim : undefined;
  }

  function makeSpace(kept: ExpiringMap<Claim>, nowMs: number): void {
    // Stryker disable next-line ConditionalExpression: time, not behaviour: keys that are over leave earlier than they must
    if (kept.size >= maxKeys) kept.sweep(nowMs, SWEEP_WHEN_FULL);
    if (kept.size < maxKeys) return;
    throw new OtpStoreError('OTP_STORE_FULL', `The memory once store is full: it holds its ${maxKeys} keys.`);
  }

  return {
    specificationVersion: 'v1',
    storeId: 'memory',

    async claim(input, options) {
      readStoreTimeout(options, 0);
      const { key, ttlMs, holdMs, nowMs: givenMs } = readClaim(input);
      const nowMs = givenMs ?? Date.now();
      const former = find(key, nowMs);
      if (former !== undefined) {
        if (former.value !== null || former.holdUntilMs <= nowMs) return { status: 'done', value: former.value };
        return { status: 'under-way', retryAtMs: former.holdUntilMs };
      }
      const kept = openClaims();
      if (kept.get(key) === undefined) makeSpace(kept, nowMs);
      // Stryker disable next-line AssignmentOperator: the same either way: tokens only have to differ
      tokens += 1;
      const claim: Claim = {
        key,
        token: `${tokens}`,
        holdUntilMs: nowMs + holdMs,
        keptUntilMs: nowMs + ttlMs,
        value: null,
        // Stryker disable next-line StringLiteral: only the compiler asks for it: nobody asks about a clock of its own by name
        clock: givenMs === null ? 'own' : 'given',
        wheelPrevious: null,
        wheelNext: null,
        wheelTick: 0,
      };
      kept.keep(claim, claim.keptUntilMs);
      return { status: 'claimed', token: claim.token };
    },

    async record(input, options) {
      readStoreTimeout(options, 0);
      const { key, token, value, nowMs: givenMs } = readRecord(input);
      const nowMs = givenMs ?? Date.now();
      const claim = find(key, nowMs);
      if (claim === undefined || claim.token !== token) return { status: 'lost' };
      if (claim.value === null && claim.holdUntilMs > nowMs) claim.value = value;
      return { status: claim.value === value ? 'recorded' : 'lost' };
    },

    async release(input, options) {
      readStoreTimeout(options, 0);
      const { key, token, nowMs: givenMs } = readRelease(input);
      const kept = openClaims();
      const claim = kept.get(key);
      if (claim === undefined || claim.token !== token || claim.value !== null) return { status: 'lost' };
      const isTimeless = givenMs === null && claim.clock === 'given';
      if (!isTimeless && claim.holdUntilMs <= (givenMs ?? Date.now())) return { status: 'lost' };
      kept.delete(claim);
      return { status: 'released' };
    },

    async close() {
      claims = null;
    },
  };
}

function resolveMaxKeys(options: unknown): number {
  const given = new OptionReader('createMemoryOnceStore', options);
  const maxKeys = given.whole('maxKeys', { minimum: 1, maximum: HIGHEST_MAX_KEYS, defaultValue: DEFAULT_MAX_KEYS });
  given.throwIfWrong();
  return maxKeys;
}
