/** The store of a single process: gone when it ends. For tests, development and one-process deployments. */
import { isOptions, OptionProblems } from '../adapter/options.ts';
import { OtpStoreError } from '../errors/otp-error.ts';
import type { CodeStore, StoreCall } from '../spec/index.ts';
import { discard } from './discard.ts';
import { issue } from './issue.ts';
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
  readonly record: SubjectRecord;
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
  function find(subject: string, nowMs: number): StoredSubject | undefined {
    const stored = subjects.get(subject);
    return stored !== undefined && stored.record.forgetAtMs > nowMs ? stored : undefined;
  }

  function keep(subject: string, record: SubjectRecord): void {
    const known = subjects.get(subject);
    if (known === undefined && subjects.size >= maxNumbers) {
      throw new OtpStoreError('OTP_STORE_FULL', `The memory store holds its ${maxNumbers} numbers and takes no more.`);
    }
    if (known !== undefined) wheel.cancel(known);
    const stored = { subject, record, wheelPrevious: null, wheelNext: null, wheelTick: 0 };
    subjects.set(subject, stored);
    wheel.schedule(stored, record.forgetAtMs);
  }

  return {
    specificationVersion: 'v1',
    storeId: 'memory',

    async issue(input) {
      const nowMs = begin(input);
      const stored = find(input.subject, nowMs);
      const record = stored?.record ?? createSubjectRecord();
      const outcome = issue(record, input, nowMs);
      if (stored !== undefined) wheel.schedule(stored, record.forgetAtMs);
      else if (outcome.status === 'issued') keep(input.subject, record);
      return outcome;
    },

    async redeem(input) {
      const nowMs = begin(input);
      const stored = find(input.subject, nowMs);
      if (stored === undefined) return { status: 'not-found' };
      const outcome = redeem(stored.record, input, nowMs);
      wheel.schedule(stored, stored.record.forgetAtMs);
      return outcome;
    },

    async settle(input) {
      const nowMs = begin(input);
      const stored = find(input.subject, nowMs);
      return stored === undefined ? { status: 'not-found' } : settle(stored.record, input, nowMs);
    },

    async discard(input) {
      const stored = find(input.subject, begin(input));
      if (stored !== undefined) discard(stored.record, input);
    },

    async unlock(input) {
      const stored = find(input.subject, begin(input));
      if (stored !== undefined) unlock(stored.record);
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
