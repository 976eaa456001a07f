/** The arithmetic of guessing: how many guesses a budget lets count, and what they are worth. Pure. */
import type { NumberBudget, QuotaWindow } from '../spec/index.ts';

export const DAY_MS = 86_400_000;
export const YEAR_MS = 365 * DAY_MS;

/** Guesses that may meet codes of one length, at most. */
export interface GuessesByLength {
  readonly codeLength: number;
  readonly guesses: number;
}

/** What guessing comes to in some span. */
export interface GuessingRisk {
  /** The usual length first, the stepped-up one second. The most that can meet each; not necessarily all of both. */
  readonly guesses: readonly GuessesByLength[];
  /** That at least one of these guesses is right, 0 to 1. */
  readonly chance: number;
}

/** What decides how fast a number can be guessed: the weakest of all its purposes. */
export interface GuessedNumber {
  readonly budget: NumberBudget;
  /** Digits before step-up. */
  readonly codeLength: number;
  /** Digits after it; the same where there is none. */
  readonly longerCodeLength: number;
  readonly maxAttempts: number;
}

/** What windows let through in any span of `spanMs`, at most; without windows, anything. */
export function mostWithin(windows: readonly QuotaWindow[], spanMs: number): number {
  return Math.min(...windows.map(({ max, durationMs }) => max * Math.ceil(spanMs / durationMs)));
}

/**
 * Failures alone bound guesses: a send that the provider refuses is given back, so counting sends would promise too much.
 * Tries are set aside at issue, hence no span holds more failures than its windows.
 */
export function guessesWithin(number: GuessedNumber, spanMs: number): readonly GuessesByLength[] {
  const { budget, codeLength, longerCodeLength } = number;
  const all = mostWithin(budget.failureQuotas, spanMs);
  const { stepUp } = budget;
  if (stepUp === undefined || longerCodeLength === codeLength) return [{ codeLength, guesses: all }];
  const shorter = guessesBeforeStepUp(number, stepUp.afterFailures) * Math.ceil(spanMs / stepUp.withinMs);
  return [
    { codeLength, guesses: Math.min(all, shorter) },
    { codeLength: longerCodeLength, guesses: all },
  ];
}

/** One failure short of step-up, as many challenges as may be open are opened, and all their tries are spent. */
function guessesBeforeStepUp({ budget, maxAttempts }: GuessedNumber, afterFailures: number): number {
  const budgets = [budget.maxConsecutiveFailures, ...budget.failureQuotas.map(({ max }) => max)];
  return afterFailures - 1 + Math.min(budget.maxLiveChallenges * maxAttempts, ...budgets);
}

/**
 * A repeated code is guessed at without repeating a guess, so `maxAttempts` tries are worth `maxAttempts / 10^length`
 * together; every new code starts afresh. Logarithms, because the chances are too small to be taken from 1.
 */
export function chanceOf(guesses: readonly GuessesByLength[], maxAttempts: number): number {
  const missed = guesses.map((each) => (each.guesses / maxAttempts) * Math.log1p(-maxAttempts / 10 ** each.codeLength));
  return -Math.expm1(missed.reduce((sum, each) => sum + each, 0));
}

/** How many codes are expected to be guessed. */
export function expectedHits(guesses: readonly GuessesByLength[]): number {
  return guesses.reduce((sum, each) => sum + each.guesses / 10 ** each.codeLength, 0);
}
