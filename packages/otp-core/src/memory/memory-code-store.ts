/** The store of a single process: gone when it ends. For tests, development and one-process deployments. */
import { isOptions, OptionProblems } from '../adapter/options.ts';
import { OtpStoreError } from '../errors/otp-error.ts';
import type { CodeStore, StoreCall } from '../spec/index.ts';
import { discard } from './discard.ts';
import { issue } from './issue.ts';
import { packRecord, unpackRecord } from './pack-record.ts';
import { redeem, settle } from './redeem.ts';
import { createSubjectRecord, type SubjectRecord } from './subject-record.ts';
import { createTimingWheel, type WheelEntry } from './timing-wheel.ts';
import { unlock } from './unlock.ts';

/** Options of `createMemoryCodeStore`. */
export interface MemoryCodeStoreOptions {
  /**
   * How many numbers may be remembered at once, 1 to 10,000,000. Beyond it new ones are refused with
   * `OTP_STORE_FULL` and none is forgotten, as that would forget somebody's failures.
   * @defaultValue 200_000
   */
  readonly maxNumbers?: number;
}

const DEFAULT_MAX_NUMBERS = 200_000;
/** A map holds 16,777,216 at most. */
const HIGHEST_MAX_NUMBERS = 10_000_000;
/** Records looked at by a call to clear out what is over: more than one, so that clearing outruns filling. */
const SWEEP_PER_CALL = 4;

interface StoredSubject extends WheelEntry {
  readonly subject: string;
  packed: string;
}

/**
 * A `CodeStore` in memory. Constant work a call at any size: what is over leaves by a timing wheel, a few
 * records at each call; there are no timers and no scans. A step is atomic because nothing in it waits.
 *
 * @throws OtpConfigurationError naming every option that makes no sense
 * @example
 * const store = createMemoryCodeStore({ maxNumbers: 50_000 });
 */
export function createMemoryCodeStore(options: MemoryCodeStoreOptions = {}): CodeStore {
  const maxNumbers = resolveMaxNumbers(options);
  const subjects = new Map<string, StoredSubject>();
  const wheel = createTimingWheel<StoredSubject>({ onDue: (stored) => subjects.delete(stored.subject) });
  let isClosed = false;

  /** Each step works at one moment, the same for limits, expiry and clearing out. */
  function begin(call: StoreCall): number {
    if (isClosed) throw new OtpStoreError('OTP_STORE_UNAVAILABLE', 'The memory store is closed.');
    const nowMs = call.nowMs ?? Date.now();
    wheel.advance(nowMs, SWEEP_PER_CALL);
    return nowMs;
  }

  /** A record that is over counts for nothing, whether the wheel has come round to it or not. */
  function find(subject: string, nowMs: number): SubjectRecord | undefined {
    const stored = subjects.get(subject);
    const record = stored === undefined ? undefined : unpackRecord(stored.packed);
    return record !== undefined && record.forgetAtMs > nowMs ? record : undefined;
  }

  function keep(subject: string, record: SubjectRecord): void {
    const packed = packRecord(record);
    let stored = subjects.get(subject);
    if (stored === undefined) {
      if (subjects.size >= maxNumbers) {
        throw new OtpStoreError(
          'OTP_STORE_FULL',
          `The memory store holds its ${maxNumbers} numbers and takes no more.`,
        );
      }
      stored = { subject, packed, wheelPrevious: null, wheelNext: null, wheelTick: 0 };
      subjects.set(subject, stored);
    }
    stored.packed = packed;
    wheel.schedule(stored, record.forgetAtMs);
  }

  /** A step on a record that is known; whatever it decides, what it counted is kept. */
  function update<T>(call: StoreCall, step: (record: SubjectRecord, nowMs: number) => T): T | undefined {
    const nowMs = begin(call);
    const record = find(call.subject, nowMs);
    if (record === undefined) return undefined;
    const outcome = step(record, nowMs);
    keep(call.subject, record);
    return outcome;
  }

  return {
    specificationVersion: 'v1',
    storeId: 'memory',

    async issue(input) {
      const nowMs = begin(input);
      const record = find(input.subject, nowMs) ?? createSubjectRecord();
      const outcome = issue(record, input, nowMs);
      // A refusal counts nothing: a number that was only refused is not remembered for it.
      if (outcome.status === 'issued') keep(input.subject, record);
      return outcome;
    },

    async redeem(input) {
      return update(input, (record, nowMs) => redeem(record, input, nowMs)) ?? { status: 'not-found' };
    },

    async settle(input) {
      return update(input, (record, nowMs) => settle(record, input, nowMs)) ?? { status: 'not-found' };
    },

    async discard(input) {
      update(input, (record) => discard(record, input));
    },

    async unlock(input) {
      update(input, (record) => unlock(record));
    },

    async close() {
      isClosed = true;
      subjects.clear();
    },
  };
}

function resolveMaxNumbers(options: unknown): number {
  const problems = new OptionProblems('createMemoryCodeStore');
  const given = isOptions(options) ? options : {};
  if (!isOptions(options)) problems.add('options', 'must be an object');
  problems.addUnknown('', given, ['maxNumbers']);
  const { maxNumbers = DEFAULT_MAX_NUMBERS } = given;
  problems.addUnlessInteger('maxNumbers', maxNumbers, 1, HIGHEST_MAX_NUMBERS);
  problems.throwIfAny();
  return maxNumbers as number;
}
