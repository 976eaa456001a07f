import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forgetBefore, keepNewest, packRecord, unpackRecord } from './subject-record.ts';

const time = fc.integer({ min: 0, max: 9_999_999_999_999 });
const times = fc.array(time, { maxLength: 64 });
const text = fc.string({ unit: 'binary', maxLength: 64 });

const challenge = fc.record({
  id: text,
  purpose: text,
  requestId: text,
  keyId: text,
  salt: text,
  digest: fc.option(text),
  codeLength: fc.option(fc.integer({ min: 4, max: 10 })),
  attemptsLeft: fc.integer({ min: 0, max: 10 }),
  expiresAtMs: time,
  sentAtMs: times,
  delegatedAtMs: times,
});

const record = fc.record({
  sends: times,
  failures: times,
  consecutiveFailures: fc.nat({ max: 10_000 }),
  cooldownUntilMs: time,
  knownCooldownUntilMs: time,
  challenges: fc.array(challenge, { maxLength: 16 }),
  failureMemoryMs: time,
  forgetAtMs: time,
  latestMs: time,
});

describe('forgetBefore', () => {
  it('keeps what came later than the moment, and nothing else', () => {
    const kept = [-1, 0, 1, 2, 3, 9].map((sinceMs) => {
      const timesMs = [1, 2, 2, 3];
      forgetBefore(timesMs, sinceMs);
      return timesMs;
    });
    expect(kept).toEqual([[1, 2, 2, 3], [1, 2, 2, 3], [2, 2, 3], [3], [], []]);
  });
});

describe('keepNewest', () => {
  it('keeps so many of the latest, or all where there are fewer', () => {
    const kept = [0, 1, 3, 4].map((count) => {
      const timesMs = [1, 2, 3];
      keepNewest(timesMs, count);
      return timesMs;
    });
    expect(kept).toEqual([[], [3], [1, 2, 3], [1, 2, 3]]);
  });
});

describe('packRecord', () => {
  it('loses nothing, whatever names are made of', () => {
    fc.assert(
      fc.property(record, (each) => {
        expect(unpackRecord(packRecord(each))).toEqual(each);
      }),
    );
  });
});
