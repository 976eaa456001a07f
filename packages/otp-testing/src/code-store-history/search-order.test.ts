import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameOutcome } from '../code-store-model/is-same-outcome.ts';
import type { NumberHistory } from '../code-store-model/number-history.ts';
import { type StoreOutcome, step } from '../code-store-model/reference-step.ts';
import { callsOf, randomHistories } from '../test-support/random-history.ts';
import { ACCEPTED, guessOf, issuedAs, issueOf, mismatch, RIGHT } from '../test-support/written-history.ts';
import type { RecordedCall } from './recorded-calls.ts';
import { searchOrder } from './search-order.ts';

const STEPS = 200_000;

/** What the search does, without memory and shortcuts: every order is tried. */
function hasOrder(left: readonly RecordedCall[], history: NumberHistory): boolean {
  if (left.every(({ end }) => end.status === 'unanswered')) return true;
  return left.some((call) => {
    const others = left.filter((each) => each !== call);
    if (others.some(({ end }) => end.status === 'answered' && end.atNs < call.invokedAtNs)) return false;
    const { nowMs } = call.request.input;
    const next = step(history, call.request, nowMs ?? 0);
    const { end } = call;
    const fits =
      end.status === 'unanswered' || next.outcomes.some((each) => isSameOutcome(each, end.outcome, nowMs ?? 0));
    return fits && hasOrder(others, next.history);
  });
}

/** Another answer than was given, if there is one to change. */
function mutate(calls: readonly RecordedCall[], place: number, kind: number): readonly RecordedCall[] {
  const answered = calls.filter(({ end }) => end.status === 'answered');
  const chosen = answered[place % Math.max(1, answered.length)];
  if (chosen === undefined || chosen.end.status !== 'answered') return calls;
  const outcome = otherOutcome(chosen.end.outcome, kind, answered);
  return calls.map((call) =>
    call === chosen ? { ...call, end: { ...chosen.end, outcome } as typeof call.end } : call,
  );
}

function otherOutcome(outcome: StoreOutcome, kind: number, answered: readonly RecordedCall[]): StoreOutcome {
  if (outcome === undefined) return undefined;
  if (kind % 2 === 0) {
    if ('attemptsLeft' in outcome) return { ...outcome, attemptsLeft: outcome.attemptsLeft + (kind % 4) - 1 };
    if ('expiresAtMs' in outcome)
      return { ...outcome, [kind % 4 === 0 ? 'expiresAtMs' : 'sentAtMs']: outcome.sentAtMs + 1 };
  }
  const others = answered.flatMap(({ end }) => (end.status === 'answered' ? [end.outcome] : []));
  return others[kind % others.length];
}

const NOT_FOUND: StoreOutcome = { status: 'not-found' };

/** As the answer to a guess when so many went before it. */
function spending(before: number): StoreOutcome {
  return before < 3 ? mismatch(2 - Math.max(0, before)) : { status: 'exhausted' };
}

/** A challenge, and 150 guesses at the same time; `null`: without an answer. */
function meeting(guess: (index: number) => readonly [digest: string, outcome: StoreOutcome | null]): RecordedCall[] {
  const opening: RecordedCall = {
    process: 'a',
    request: issueOf(),
    invokedAtNs: 0,
    end: { status: 'answered', atNs: 10, outcome: issuedAs() },
  };
  const guesses = Array.from({ length: 150 }, (_, index): RecordedCall => {
    const [digest, outcome] = guess(index);
    return {
      process: 'a',
      request: guessOf(digest),
      invokedAtNs: 20 + index,
      end:
        outcome === null
          ? { status: 'unanswered', reason: 'the history ends' }
          : { status: 'answered', atNs: 1000 + index, outcome },
    };
  });
  return [opening, ...guesses];
}

describe('searchOrder', () => {
  it('finds an order of whatever a store that is right answered, however calls overlap', () => {
    fc.assert(
      fc.property(randomHistories(40), (history) => {
        expect(searchOrder(callsOf(history), STEPS).status).toBe('found');
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('finds an order of what a store answered by its own clock', () => {
    fc.assert(
      fc.property(randomHistories(12), (history) => {
        expect(searchOrder(callsOf(history, 'own'), 20_000).status).toBe('found');
      }),
      { numRuns: 200, seed: 1, endOnFailure: true },
    );
  });

  it.each<[string, 'found' | 'none', readonly RecordedCall[]]>([
    ['all right, one accepted', 'found', meeting((index) => [RIGHT, index === 99 ? ACCEPTED : NOT_FOUND])],
    ['all right, two accepted', 'none', meeting((index) => [RIGHT, index > 97 ? ACCEPTED : NOT_FOUND])],
    ['all wrong, each a code of its own', 'found', meeting((index) => [`wrong ${index}`, spending(149 - index)])],
    ['all wrong, one not counted', 'none', meeting((index) => [`wrong ${index}`, spending(148 - index)])],
    [
      'right and wrong, a half without an answer',
      'found',
      meeting((index) => [index % 3 === 0 ? RIGHT : `wrong ${index}`, index % 2 === 0 ? null : NOT_FOUND]),
    ],
    [
      'right and wrong, all but two without an answer',
      'none',
      meeting((index) => [index % 3 === 0 ? RIGHT : `wrong ${index}`, index > 147 ? ACCEPTED : null]),
    ],
  ])('judges at once of 150 guesses that meet: %s', (_name, expected, calls) => {
    const { status, steps } = searchOrder(calls, STEPS);
    expect(status).toBe(expected);
    expect(steps).toBeLessThan(2000);
  });

  it('says of six calls what trying every order says, whether answers are true or made up', () => {
    const seen = { found: 0, none: 0 };
    fc.assert(
      fc.property(randomHistories(9), fc.nat(), fc.nat(), fc.boolean(), (history, place, kind, isTrue) => {
        const calls = callsOf(history).slice(0, 6);
        const told = isTrue ? calls : mutate(calls, place, kind);
        const expected = hasOrder(told, []) ? 'found' : 'none';
        seen[expected] += 1;
        expect(searchOrder(told, STEPS).status).toBe(expected);
      }),
      { numRuns: 1500, seed: 1 },
    );
    expect(seen.none).toBeGreaterThan(200);
  });
});
