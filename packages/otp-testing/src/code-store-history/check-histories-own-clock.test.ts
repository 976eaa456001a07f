import { describe, expect, it } from 'vitest';
import {
  ACCEPTED,
  createWrittenHistory,
  guessOf,
  issuedAs,
  issueOf,
  mismatch,
  RIGHT,
  START_MS,
  type WrittenHistory,
} from '../test-support/written-history.ts';
import { checkHistories } from './check-histories.ts';

function statusOf(...histories: readonly WrittenHistory[]): string {
  return checkHistories(histories.map(({ events }) => events)).status;
}

const EXPIRED = { status: 'expired' } as const;

describe("checkHistories by the store's own clock", () => {
  const sentAtMs = START_MS + 7;

  function opened(): WrittenHistory {
    const history = createWrittenHistory();
    history.answered([0, 10], issueOf({ nowMs: null }), issuedAs('c-1', sentAtMs));
    return history;
  }

  it('takes the time of a send from its answer, and lets time pass to the moments that are told', () => {
    const history = opened();
    history.answered([20, 30], guessOf('wrong', null), mismatch(2));
    const cooldown = { status: 'cooldown', retryAtMs: sentAtMs + 1000 } as const;
    history.answered([40, 50], issueOf({ nowMs: null, challengeId: 'c-2', maxAttempts: 1 }), cooldown);
    const second = issuedAs('c-2', sentAtMs + 1234);
    history.answered([60, 70], issueOf({ nowMs: null, challengeId: 'c-2', maxAttempts: 1 }), second);
    history.answered([80, 90], guessOf(RIGHT, null), EXPIRED);
    expect(statusOf(history)).toBe('legal');
  });

  it('never lets time go back', () => {
    const history = opened();
    history.answered([20, 30], guessOf(RIGHT, null), EXPIRED);
    history.answered([40, 50], guessOf(RIGHT, null), ACCEPTED);
    expect(statusOf(history)).toBe('illegal');
  });

  it('finds when a send without an answer was made by what it left', () => {
    const history = createWrittenHistory();
    history.failed([0, 10], issueOf({ nowMs: null }));
    const cooldown = { status: 'cooldown', retryAtMs: sentAtMs + 1000 } as const;
    history.answered([40, 50], issueOf({ nowMs: null, challengeId: 'c-2', maxAttempts: 1 }), cooldown);
    history.answered([60, 70], guessOf(RIGHT, null), ACCEPTED);
    expect(statusOf(history)).toBe('legal');
  });

  it('still refuses two winners', () => {
    const history = opened();
    history.answered([20, 50], guessOf(RIGHT, null), ACCEPTED);
    history.answered([20, 50], guessOf(RIGHT, null), ACCEPTED);
    expect(statusOf(history)).toBe('illegal');
  });
});
