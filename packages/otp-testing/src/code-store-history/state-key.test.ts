import { describe, expect, it } from 'vitest';
import type { NumberHistory } from '../code-store-model/number-history.ts';
import { type StoreRequest, step } from '../code-store-model/reference-step.ts';
import { guessOf, issueOf, RIGHT, START_MS, TTL_MS } from '../test-support/written-history.ts';
import { keyOf } from './state-key.ts';

/** As the reference remembers these requests. */
function after(...requests: readonly StoreRequest[]): NumberHistory {
  return requests.reduce<NumberHistory>(
    (history, request) => step(history, request, request.input.nowMs ?? START_MS).history,
    [],
  );
}

const OPENING = issueOf();
const UNLOCK: StoreRequest = { verb: 'unlock', input: { subject: 'number-1', nowMs: START_MS } };
const EARLY = START_MS + 1;
const LATE = START_MS + 2;

describe('keyOf', () => {
  it('is one for wrong guesses in either order', () => {
    const other = issueOf({ challengeId: 'c-2', nowMs: START_MS + 1000 });
    const [first, second] = [guessOf('wrong', START_MS + 1000), guessOf('wrong', START_MS + 1000, 'c-2')];
    expect(keyOf(after(OPENING, other, first, second))).toBe(keyOf(after(OPENING, other, second, first)));
    expect(keyOf(after(OPENING, other, first))).not.toBe(keyOf(after(OPENING, other, second)));
  });

  it('tells that a challenge was seen expired, and not when', () => {
    const late = guessOf(RIGHT, START_MS + TTL_MS);
    const other = issueOf({ challengeId: 'c-2', ttlMs: 2 * TTL_MS, nowMs: START_MS + 1000 });
    const wrong = guessOf('wrong', START_MS + TTL_MS, 'c-2');
    expect(keyOf(after(OPENING, late))).not.toBe(keyOf(after(OPENING)));
    expect(keyOf(after(OPENING, other, late, wrong))).toBe(keyOf(after(OPENING, other, wrong, late)));
  });

  it('tells delegated guesses apart by which came last, as that is the one that is approved', () => {
    const opening = issueOf({ digests: null });
    const [first, second] = [guessOf(null, EARLY), guessOf(null, LATE)];
    expect(keyOf(after(opening, first, second))).not.toBe(keyOf(after(opening, second, first)));
  });

  it('does not count unlocks, and tells what is after the last of them', () => {
    expect(keyOf(after(OPENING, UNLOCK, UNLOCK))).toBe(keyOf(after(OPENING, UNLOCK)));
    expect(keyOf(after(OPENING, UNLOCK))).not.toBe(keyOf(after(OPENING)));
    const guess = guessOf('wrong');
    expect(keyOf(after(OPENING, guess, UNLOCK))).not.toBe(keyOf(after(OPENING, UNLOCK, guess)));
  });

  it('tells which challenge was guessed at, closed or given back', () => {
    const second = issueOf({ challengeId: 'c-2', nowMs: START_MS + 1000, maxAttempts: 1 });
    const [one, other] = [guessOf(RIGHT, START_MS + 1000), guessOf(RIGHT, START_MS + 1000, 'c-2')];
    expect(keyOf(after(OPENING, second, one))).not.toBe(keyOf(after(OPENING, second, other)));
  });
});
