import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packRecord, unpackRecord } from './subject-record.ts';

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

describe('packRecord', () => {
  it('loses nothing, whatever names are made of', () => {
    fc.assert(
      fc.property(record, (each) => {
        expect(unpackRecord(packRecord(each))).toEqual(each);
      }),
    );
  });
});
