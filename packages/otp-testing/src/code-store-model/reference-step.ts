/** The port `CodeStore` as a pure function: what has happened so far and a call give what may be answered and what has happened then. */
import type {
  DiscardInput,
  IssueInput,
  IssueOutcome,
  RedeemInput,
  RedeemOutcome,
  SettleInput,
  SettleOutcome,
  UnlockInput,
} from '@countersign/otp-core/spec';
import { followClock } from './follow-clock.ts';
import {
  attemptsLeft,
  currentCode,
  eventsOf,
  isClosed,
  isExpired,
  isLive,
  isRemembered,
  type NumberHistory,
  type Opened,
  seeExpired,
  sendsOf,
} from './number-history.ts';
import { issue } from './reference-issue.ts';

const DAY_MS = 86_400_000;

/** A call of a store, as data: its verb and what it is asked. */
export type StoreRequest =
  | { readonly verb: 'issue'; readonly input: IssueInput }
  | { readonly verb: 'redeem'; readonly input: RedeemInput }
  | { readonly verb: 'settle'; readonly input: SettleInput }
  | { readonly verb: 'discard'; readonly input: DiscardInput }
  | { readonly verb: 'unlock'; readonly input: UnlockInput };

/** What a store answers: `undefined` to `discard` and `unlock`. */
export type StoreOutcome = IssueOutcome | RedeemOutcome | SettleOutcome | undefined;

export interface Step<Outcome> {
  readonly history: NumberHistory;
  /** Where the port leaves a choice there are several; each leads to the same history. */
  readonly outcomes: readonly Outcome[];
}

export function step(history: NumberHistory, request: StoreRequest, nowMs: number): Step<StoreOutcome> {
  switch (request.verb) {
    case 'issue':
      return issue(followClock(history, nowMs), request.input, nowMs);
    case 'redeem':
      return redeem(followClock(history, nowMs), request.input, nowMs);
    case 'settle':
      return settle(followClock(history, nowMs), request.input, nowMs);
    case 'discard':
      return { history: discard(history, request.input), outcomes: [undefined] };
    case 'unlock':
      return { history: [...history, { kind: 'unlocked' }], outcomes: [undefined] };
  }
}

/** A try is spent first, then compared, and only then may the challenge be consumed. */
function redeem(history: NumberHistory, input: RedeemInput, nowMs: number): Step<RedeemOutcome> {
  const challenge = findRedeemed(history, input, nowMs);
  if (challenge === undefined) return { history, outcomes: [{ status: 'not-found' }] };
  if (isExpired(history, challenge, nowMs)) return ended(seeExpired(history, challenge), 'expired', nowMs);
  if (attemptsLeft(history, challenge) <= 0) return ended(history, 'exhausted', nowMs);

  const { digest } = currentCode(history, challenge);
  const isRight = digest !== null && (input.digests ?? []).includes(digest);
  const verdict = digest === null ? 'delegated' : isRight ? 'right' : 'wrong';
  const guessed: NumberHistory = [...history, { kind: 'guessed', atMs: nowMs, challenge, verdict }];
  const told = { challengeId: challenge.challengeId, attemptsLeft: attemptsLeft(guessed, challenge) };
  switch (verdict) {
    case 'right':
      return {
        history: [...guessed, { kind: 'closed', challenge }],
        outcomes: [{ status: 'accepted', challengeId: challenge.challengeId }],
      };
    case 'wrong':
      return { history: guessed, outcomes: [{ status: 'mismatch', ...told }] };
    case 'delegated':
      return { history: guessed, outcomes: [{ status: 'delegated', ...told }] };
  }
}

/** How a challenge ended is remembered for a day after the number's last send; then a store may have forgotten it. */
function ended(history: NumberHistory, status: 'expired' | 'exhausted', nowMs: number): Step<RedeemOutcome> {
  const lastSentAtMs = eventsOf(history, 'sent').at(-1)?.atMs ?? 0;
  const mayBeForgotten = nowMs >= lastSentAtMs + DAY_MS;
  return { history, outcomes: [{ status }, ...(mayBeForgotten ? [{ status: 'not-found' } as const] : [])] };
}

/** By number it is the newest of the purpose that is open, or else the newest that is remembered. */
function findRedeemed(history: NumberHistory, input: RedeemInput, nowMs: number): Opened | undefined {
  const ofPurpose = eventsOf(history, 'opened').filter(
    (challenge) => challenge.purpose === input.purpose && isRemembered(history, challenge),
  );
  if (input.challengeId !== null) return ofPurpose.findLast((challenge) => challenge.challengeId === input.challengeId);
  return ofPurpose.findLast((challenge) => isLive(history, challenge, nowMs)) ?? ofPurpose.at(-1);
}

/** The latest delegated guess was right, so it was no failure. Spent tries do not matter; expiry does. */
function settle(history: NumberHistory, input: SettleInput, nowMs: number): Step<SettleOutcome> {
  const challenge = eventsOf(history, 'opened').findLast(
    ({ challengeId, purpose }) => challengeId === input.challengeId && purpose === input.purpose,
  );
  const guess = eventsOf(history, 'guessed').findLast(
    (each) => each.challenge === challenge && each.verdict === 'delegated',
  );
  if (guess === undefined || isClosed(history, guess.challenge)) {
    return { history, outcomes: [{ status: 'not-found' }] };
  }
  if (isExpired(history, guess.challenge, nowMs)) {
    return { history: seeExpired(history, guess.challenge), outcomes: [{ status: 'not-found' }] };
  }
  return {
    history: [...history, { kind: 'approved', guess }, { kind: 'closed', challenge: guess.challenge }],
    outcomes: [{ status: 'accepted' }],
  };
}

/** Gives one refused send back while its challenge is known, or closes what was cancelled. Never a failure, never the cooldown. */
function discard(history: NumberHistory, input: DiscardInput): NumberHistory {
  const challenge = eventsOf(history, 'opened').findLast((each) => each.challengeId === input.challengeId);
  if (challenge === undefined || !isRemembered(history, challenge)) return history;
  const closed = { kind: 'closed', challenge } as const;
  if (input.cause === 'cancelled') return [...history, closed];

  const send = sendsOf(history, challenge).find((each) => each.atMs === input.sentAtMs);
  if (send === undefined) return history;
  const givenBack: NumberHistory = [...history, { kind: 'given-back', send }];
  return sendsOf(givenBack, challenge).length === 0 ? [...givenBack, closed] : givenBack;
}
