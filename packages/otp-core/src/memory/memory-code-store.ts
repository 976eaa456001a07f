/** The store of a single process: gone when it ends. For tests, development and one-process deployments. */
import { readStoreTimeout } from '../adapter/call-options.ts';
import { OptionReader } from '../adapter/option-reader.ts';
import { OtpStoreError } from '../errors/otp-error.ts';
import type { CodeStore, IssueInput, StoreCall } from '../spec/index.ts';
import { createExpiringMap, type ExpiringEntry, type ExpiringMap, SWEEP_PER_CALL } from './expiring-map.ts';
import { issue } from './issue.ts';
import { discard, redeem, settle, unlock } from './redeem.ts';
import { createSubjectRecord, packRecord, type SubjectRecord, shareOf, unpackRecord } from './subject-record.ts';

/** Options of `createMemoryCodeStore`. */
export interface MemoryCodeStoreOptions {
  /**
   * How many numbers may be remembered at once, 1 to 10,000,000. Beyond it new ones are refused with
   * `OTP_STORE_FULL` and none is forgotten, as that would forget somebody's failures. About 360 bytes each.
   *
   * Strangers fill what `knownClientReserve` leaves of it, the last half of that by an eighth of what is left an hour:
   * requests that cost nobody a message do not shut owners out.
   * @defaultValue 200_000
   */
  readonly maxNumbers?: number;
}

const DEFAULT_MAX_NUMBERS = 200_000;
const HIGHEST_MAX_NUMBERS = 10_000_000;

/**
 * A `CodeStore` in memory. Constant work a call at any size: what is over leaves by a timing wheel, a few
 * records at each call; there are no timers and no scans. A step is atomic because nothing in it waits.
 *
 * @throws OtpConfigurationError naming every option that makes no sense
 * @example
 * const store = createMemoryCodeStore({ maxNumbers: 50_000 });
 */
export function createMemoryCodeStore(options: MemoryCodeStoreOptions = {}): CodeStore {
  /** `null` once closed, so that a store somebody still holds does not hold its records. */
  let kept: Records | null = createExpiringMap<KeptRecord>();
  const maxNumbers = resolveMaxNumbers(options);
  const admission = createAdmission();

  function openRecords(): Records {
    if (kept === null) throw new OtpStoreError('OTP_STORE_UNAVAILABLE', 'The memory store is closed.');
    return kept;
  }

  /** @throws OtpStoreError where a number that nothing is known of finds no room */
  function requireRoom(records: Records, input: IssueInput, nowMs: number): void {
    if (input.knownClient) {
      if (records.size >= maxNumbers) throw full(`The memory store is full: it holds its ${maxNumbers} numbers.`);
      return;
    }
    const limit = shareOf(maxNumbers, input);
    if (admission.admitStranger(records.size, limit, nowMs)) return;
    throw full(
      records.size >= limit
        ? `The memory store is full for unknown clients: they hold ${limit} of its ${maxNumbers} numbers.`
        : 'The memory store is filling up. It accepts no new numbers from unknown clients this hour.',
    );
  }

  /**
   * A step on a record that is known, at one moment for all it decides. Whatever it counted is kept, and that it was
   * taken: a challenge that was seen expired is expired, whatever the clock says later.
   */
  function update<T>(call: StoreCall, step: (record: SubjectRecord, nowMs: number) => T): T | undefined {
    const records = openRecords();
    const nowMs = call.nowMs ?? Date.now();
    const record = findRecord(records, call.subject, nowMs);
    if (record === undefined) return undefined;
    const outcome = step(record, nowMs);
    keepRecord(records, call.subject, record);
    return outcome;
  }

  return {
    specificationVersion: 'v1',
    storeId: 'memory',

    async issue(input, options) {
      readStoreTimeout(options, 0);
      const records = openRecords();
      const nowMs = input.nowMs ?? Date.now();
      const known = findRecord(records, input.subject, nowMs);
      const record = known ?? createSubjectRecord();
      const outcome = issue(record, input, nowMs);
      // A refusal counts nothing: a number that was only refused is not remembered for it.
      if (outcome.status !== 'issued' && known === undefined) return outcome;
      if (known === undefined) requireRoom(records, input, nowMs);
      keepRecord(records, input.subject, record);
      return outcome;
    },

    async redeem(input, options) {
      readStoreTimeout(options, 0);
      return update(input, (record, nowMs) => redeem(record, input, nowMs)) ?? { status: 'not-found' };
    },

    async settle(input, options) {
      readStoreTimeout(options, 0);
      return update(input, (record, nowMs) => settle(record, input, nowMs)) ?? { status: 'not-found' };
    },

    async discard(input, options) {
      readStoreTimeout(options, 0);
      update(input, (record) => discard(record, input));
    },

    async unlock(input, options) {
      readStoreTimeout(options, 0);
      update(input, (record) => unlock(record));
    },

    async close() {
      kept = null;
    },
  };
}

interface KeptRecord extends ExpiringEntry {
  packed: string;
}

type Records = ExpiringMap<KeptRecord>;

/** One that is over counts for nothing. */
function findRecord(records: Records, subject: string, nowMs: number): SubjectRecord | undefined {
  records.sweep(nowMs, SWEEP_PER_CALL);
  const entry = records.get(subject);
  const record = entry === undefined ? undefined : unpackRecord(entry.packed);
  return record !== undefined && record.forgetAtMs > nowMs ? record : undefined;
}

function keepRecord(records: Records, subject: string, record: SubjectRecord): void {
  const packed = packRecord(record);
  const entry = records.get(subject) ?? { key: subject, packed, wheelPrevious: null, wheelNext: null, wheelTick: 0 };
  entry.packed = packed;
  records.keep(entry, record.forgetAtMs);
}

function full(message: string): OtpStoreError {
  return new OtpStoreError('OTP_STORE_FULL', message);
}

function resolveMaxNumbers(options: unknown): number {
  const given = new OptionReader('createMemoryCodeStore', options);
  const maxNumbers = given.whole('maxNumbers', {
    minimum: 1,
    maximum: HIGHEST_MAX_NUMBERS,
    defaultValue: DEFAULT_MAX_NUMBERS,
  });
  given.throwIfWrong();
  return maxNumbers;
}

const HOUR_MS = 3_600_000;
/** What strangers may take in an hour of the room that is left to them, once half of it is taken. */
const HOURLY_PART = 8;

/**
 * Which new numbers a bounded store takes in. Nobody pays for a request about an account that does not exist, nor for one
 * that a provider refuses, and a wrong code keeps its number for a year: who asks about invented numbers must not fill the
 * store and shut owners out. Nothing is dropped, and all strangers are treated alike: neither tells which accounts exist.
 */
interface Admission {
  /** Whether there is room for one more, where `kept` are kept and this client may fill `limit`. Counts those it admits. */
  admitStranger(kept: number, limit: number, nowMs: number): boolean;
}

function createAdmission(): Admission {
  /** None yet. */
  let hour = Number.NaN;
  let left = 0;

  return {
    admitStranger(kept, limit, nowMs) {
      const free = limit - kept;
      if (free <= 0) return false;
      if (free * 2 > limit) return true;
      const thisHour = Math.floor(nowMs / HOUR_MS);
      if (thisHour !== hour) {
        hour = thisHour;
        left = Math.ceil(free / HOURLY_PART);
      }
      if (left <= 0) return false;
      left -= 1;
      return true;
    },
  };
}
