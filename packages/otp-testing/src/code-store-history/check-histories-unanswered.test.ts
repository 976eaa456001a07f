import { describe, expect, it } from 'vitest';
import {
  createWrittenHistory,
  guessOf,
  issuedAs,
  issueOf,
  mismatch,
  RIGHT,
  type WrittenHistory,
} from '../test-support/written-history.ts';
import { checkHistories } from './check-histories.ts';

function statusOf(...histories: readonly WrittenHistory[]): string {
  return checkHistories(histories.map(({ events }) => events)).status;
}

/** One challenge, opened before anything else. */
function openedHistory(): WrittenHistory {
  const history = createWrittenHistory();
  history.answered([0, 10], issueOf(), issuedAs());
  return history;
}

const EXHAUSTED = { status: 'exhausted' } as const;
const NOT_FOUND = { status: 'not-found' } as const;

describe('checkHistories with a call that has no answer', () => {
  it('allows that it was done', () => {
    const history = openedHistory();
    history.failed([20, 30], guessOf('wrong'));
    history.answered([40, 50], guessOf('wrong'), mismatch(1));
    expect(statusOf(history)).toBe('legal');
  });

  it('allows that it was not done', () => {
    const history = openedHistory();
    history.failed([20, 30], guessOf('wrong'));
    history.answered([40, 50], guessOf('wrong'), mismatch(2));
    expect(statusOf(history)).toBe('legal');
  });

  it('allows that it was done long after it failed', () => {
    const history = openedHistory();
    history.failed([20, 30], guessOf(RIGHT));
    history.answered([40, 50], guessOf('wrong'), mismatch(2));
    history.answered([60, 70], guessOf('wrong'), NOT_FOUND);
    expect(statusOf(history)).toBe('legal');
  });

  it('does not allow that it was done twice, or before it was made', () => {
    const twice = openedHistory();
    twice.failed([20, 30], guessOf('wrong'));
    twice.answered([40, 50], guessOf('wrong'), mismatch(0));
    expect(statusOf(twice)).toBe('illegal');
    const early = openedHistory();
    early.answered([20, 30], guessOf('wrong'), mismatch(1));
    early.failed([40, 50], guessOf('wrong'));
    expect(statusOf(early)).toBe('illegal');
  });

  it('takes the death of a process for one', () => {
    const history = openedHistory();
    const dead = createWrittenHistory('dead');
    dead.unfinished(15, guessOf(RIGHT));
    history.answered([40, 50], guessOf(RIGHT), NOT_FOUND);
    expect(checkHistories([history.events, dead.events])).toMatchObject({ status: 'legal', unanswered: 1 });
  });

  it('tells its kind of error and not the words of it', () => {
    const history = openedHistory();
    history.failed([20, 30], guessOf('wrong'));
    history.answered([40, 50], guessOf(RIGHT), EXHAUSTED);
    expect(checkHistories([history.events]).message).toContain('-> no answer (OTP_STORE_UNAVAILABLE)\n');
  });
});
