import { createMemoryCodeStore } from '@countersign/otp-core/memory';
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
  TTL_MS,
  type WrittenHistory,
} from '../test-support/written-history.ts';
import { callAtOnce } from './call-at-once.ts';
import { checkHistories } from './check-histories.ts';
import { recordCodeStore } from './record-code-store.ts';

/** One challenge, opened before anything else. */
function openedHistory(): WrittenHistory {
  const history = createWrittenHistory();
  history.answered([0, 10], issueOf(), issuedAs());
  return history;
}

function statusOf(...histories: readonly WrittenHistory[]): string {
  return checkHistories(histories.map(({ events }) => events)).status;
}

const EXHAUSTED = { status: 'exhausted' } as const;
const NOT_FOUND = { status: 'not-found' } as const;
const EXPIRED = { status: 'expired' } as const;

describe('checkHistories', () => {
  it('finds the calls of a sound store legal, however many meet', async () => {
    const shared = createMemoryCodeStore();
    const stores = ['a', 'b', 'c'].map((process) => recordCodeStore(shared, { process }));
    const guesses = Array.from({ length: 50 }, (_, index) => guessOf(index === 20 ? RIGHT : `wrong ${index}`));
    await Promise.all(stores.map((store) => callAtOnce(store, [issueOf(), ...guesses])));
    expect(checkHistories(stores.map(({ history }) => history))).toMatchObject({
      status: 'legal',
      calls: 153,
      unanswered: 0,
      subjects: 1,
      message: 'The reference allows an order of all 153 calls (0 unanswered) of 1 numbers.',
    });
  });

  it('takes histories for the same after a journey as JSON', () => {
    const history = openedHistory();
    history.answered([20, 30], { verb: 'unlock', input: { subject: 'number-1', nowMs: START_MS } }, undefined);
    history.answered([40, 50], guessOf(RIGHT), ACCEPTED);
    const events = history.events.map((event) => JSON.parse(JSON.stringify(event)));
    expect(checkHistories([events]).status).toBe('legal');
  });

  it('lets calls that overlap have happened in any order', () => {
    const history = openedHistory();
    history.answered([20, 60], guessOf('wrong'), mismatch(1));
    history.answered([25, 50], guessOf('wrong'), mismatch(2));
    history.answered([30, 40], guessOf('wrong'), mismatch(0));
    expect(statusOf(history)).toBe('legal');
  });

  it('keeps a call that ended before another began before it', () => {
    const history = openedHistory();
    history.answered([20, 30], guessOf('wrong'), mismatch(1));
    history.answered([40, 50], guessOf('wrong'), mismatch(2));
    expect(statusOf(history)).toBe('illegal');
  });

  it('keeps that order over several processes', () => {
    const first = openedHistory();
    const second = createWrittenHistory('b');
    first.answered([20, 30], guessOf(RIGHT), ACCEPTED);
    second.answered([40, 50], guessOf('wrong'), mismatch(2));
    expect(statusOf(first, second)).toBe('illegal');
    const overlapping = createWrittenHistory('c');
    overlapping.answered([15, 50], guessOf('wrong'), mismatch(2));
    expect(statusOf(first, overlapping)).toBe('legal');
  });

  it.each<[string, (history: WrittenHistory) => void]>([
    [
      'two winners',
      (history) => {
        history.answered([20, 50], guessOf(RIGHT), ACCEPTED);
        history.answered([25, 45], guessOf(RIGHT), ACCEPTED);
      },
    ],
    [
      'a guess that was not counted',
      (history) => {
        history.answered([20, 50], guessOf('wrong'), mismatch(2));
        history.answered([25, 45], guessOf('wrong'), mismatch(2));
      },
    ],
    [
      'more guesses than there are tries',
      (history) => {
        for (const left of [2, 1, 0, 0]) history.answered([20, 50], guessOf('wrong'), mismatch(left));
      },
    ],
    [
      'a right guess after the last try',
      (history) => {
        for (const left of [2, 1, 0]) history.answered([20, 50], guessOf('wrong'), mismatch(left));
        history.answered([60, 70], guessOf(RIGHT), ACCEPTED);
      },
    ],
    [
      'tries that a resend gives back',
      (history) => {
        const nowMs = START_MS + 1000;
        history.answered([20, 30], guessOf('wrong'), mismatch(2));
        const resent = { ...issuedAs('c-1', nowMs), expiresAtMs: START_MS + TTL_MS };
        history.answered([40, 50], issueOf({ intent: 'resend', nowMs }), resent as ReturnType<typeof issuedAs>);
        history.answered([60, 70], guessOf('wrong', nowMs), mismatch(2));
      },
    ],
    [
      'failures that are forgotten by the next challenge',
      (history) => {
        const nowMs = START_MS + 1000;
        for (const left of [2, 1, 0]) history.answered([20, 50], guessOf('wrong'), mismatch(left));
        // Three of five are used, and three more are to be set aside.
        history.answered([60, 70], issueOf({ challengeId: 'c-2', nowMs }), issuedAs('c-2', nowMs));
      },
    ],
    [
      'a code accepted at its expiry',
      (history) => history.answered([20, 30], guessOf(RIGHT, START_MS + TTL_MS), ACCEPTED),
    ],
    ['a wrong code accepted', (history) => history.answered([20, 30], guessOf('wrong'), ACCEPTED)],
    ['an end that is told too early', (history) => history.answered([20, 30], guessOf(RIGHT), EXPIRED)],
    [
      'a stale read of a closed challenge',
      (history) => {
        history.answered([20, 30], guessOf(RIGHT), ACCEPTED);
        history.answered([40, 50], guessOf('wrong'), mismatch(2));
      },
    ],
    ['a challenge that is not found', (history) => history.answered([20, 30], guessOf(RIGHT), NOT_FOUND)],
    [
      'two sends in one cooldown',
      (history) => history.answered([5, 30], issueOf({ challengeId: 'c-2', maxAttempts: 1 }), issuedAs('c-2')),
    ],
    [
      'two approvals of one delegated guess',
      (history) => {
        const subject = { subject: 'number-1', nowMs: START_MS + 1000, purpose: 'login', challengeId: 'c-2' };
        const issued = { ...issuedAs('c-2', START_MS + 1000), codeLength: null } as ReturnType<typeof issuedAs>;
        history.answered([20, 30], issueOf({ ...subject, digests: null }), issued);
        history.answered([40, 50], guessOf(null, START_MS + 1000, 'c-2'), {
          status: 'delegated',
          challengeId: 'c-2',
          attemptsLeft: 2,
        });
        history.answered([60, 90], { verb: 'settle', input: subject }, { status: 'accepted' });
        history.answered([65, 85], { verb: 'settle', input: subject }, { status: 'accepted' });
      },
    ],
  ])('refuses %s', (_name, write) => {
    const history = openedHistory();
    write(history);
    expect(statusOf(history)).toBe('illegal');
  });

  it('tells numbers apart, as one says nothing of another', () => {
    const first = openedHistory();
    const second = createWrittenHistory('b');
    second.answered([20, 30], issueOf({ subject: 'number-2' }), issuedAs());
    expect(checkHistories([first.events, second.events])).toMatchObject({ status: 'legal', subjects: 2 });
  });

  it('prints the calls, with who made them, when, and what the reference would have answered', () => {
    const history = openedHistory();
    history.answered([2_000_000, 3_500_000], guessOf('wrong'), mismatch(2));
    const other = createWrittenHistory('b');
    other.answered([4_000_000, 4_250_000], guessOf(RIGHT, START_MS + 2000), EXHAUSTED);
    const [first, second, ...lines] = checkHistories([history.events, other.events]).message.split('\n');
    expect([first, second]).toEqual(['The reference allows no order of these calls:', 'number number-1']);
    expect(lines).toEqual([
      expect.stringMatching(/^budget {.*}$/),
      expect.stringMatching(
        /^1\. a, 0\.000 to 0\.000 ms, at \+0 s: issue purpose: "login" challengeId: "c-1" .* -> issued .* expiresAtMs: \+300 s resendAtMs: \+1 s$/,
      ),
      '2. a, 2.000 to 3.500 ms, at +0 s: redeem purpose: "login" challengeId: "c-1" digests: ["wrong"] -> mismatch challengeId: "c-1" attemptsLeft: 2',
      '3. b, 4.000 to 4.250 ms, at +2 s: redeem purpose: "login" challengeId: "c-1" digests: ["right"] -> exhausted',
      'The longest order that fits: 1-2. After it none of these does:',
      '     3, as the reference would answer: accepted challengeId: "c-1"',
    ]);
  });

  it('says that it does not know where the steps are spent', () => {
    const history = openedHistory();
    for (let call = 0; call < 8; call += 1) history.answered([20, 50], guessOf(`wrong ${call}`), mismatch(2));
    const verdict = checkHistories([history.events], { maxSteps: 1 });
    expect(verdict).toMatchObject({ status: 'undecided' });
    expect(verdict.message).toMatch(/^Undecided: 1 steps found no order of these calls, and there may be one:\n/);
    expect(() => checkHistories([], { maxSteps: 0 })).toThrow('maxSteps must be a whole number above 0');
  });

  it('refuses an illegal number even where another is undecided', () => {
    const history = openedHistory();
    for (let call = 0; call < 8; call += 1) {
      history.answered([20, 50], guessOf(`wrong ${call}`), mismatch(2));
    }
    const other = createWrittenHistory('b');
    const input = { subject: 'number-2', nowMs: START_MS, purpose: 'login', challengeId: 'c-1', digests: [RIGHT] };
    other.answered([20, 30], { verb: 'redeem', input }, ACCEPTED);
    expect(checkHistories([history.events, other.events], { maxSteps: 2 })).toMatchObject({ status: 'illegal' });
  });

  it.each<[string, () => readonly WrittenHistory[], string]>([
    [
      'two processes of one name',
      () => [openedHistory(), openedHistory()],
      'call 1 of process "a" ended twice: no two processes may share a name.',
    ],
    [
      'two processes of one name that died',
      () => {
        const [first, second] = [createWrittenHistory(), createWrittenHistory()];
        for (const history of [first, second]) history.unfinished(0, issueOf());
        return [first, second];
      },
      'Two calls are call 1 of process "a": no two processes may share a name.',
    ],
    [
      'an end without a beginning',
      () => [{ ...openedHistory(), events: openedHistory().events.slice(1) }],
      'call 1 of process "a" ended, and nothing tells what it was.',
    ],
    [
      'an end before its beginning',
      () => {
        const history = createWrittenHistory();
        history.answered([10, 5], issueOf(), issuedAs());
        return [history];
      },
      'call 1 of process "a" was answered before it was made: the processes do not share a clock.',
    ],
  ])('does not judge %s', (_name, write, message) => {
    expect(() => checkHistories(write().map(({ events }) => events))).toThrow(message);
  });
});
