/** A year of one attack on one number, and whether it stayed within what the policy's assessment promises. */
import type { OtpPolicyOptions, OtpPolicyPreset } from '@countersign/otp-core';
import { assessPolicy, type PolicyAssessment } from '@countersign/otp-core/assessment';
import type { Agent } from './attackers.ts';
import { createOwner, type OwnerHabit } from './owner.ts';
import { createSiege, type Guess, type Siege } from './siege.ts';
import { DAY_MS, mostInAnySpan, YEAR_MS } from './spans.ts';

/** An attack, and the life of the number's owner meanwhile. */
export interface Strategy {
  readonly name: string;
  readonly createAttacker: () => Agent;
  readonly owner: OwnerHabit;
  /** What of the preset the attack needs to be otherwise. */
  readonly policy?: OtpPolicyOptions;
  /** Whether the policy promises that the owner gets in every day. */
  readonly mustLetOwnerIn: boolean;
  /** Whether the attacker passes for a known client, and may use what is kept for those. */
  readonly isAttackerKnown?: true;
}

export interface YearReport {
  readonly preset: OtpPolicyPreset;
  readonly strategy: Strategy;
  readonly assessment: PolicyAssessment;
  readonly guessesByLength: ReadonlyMap<number, number>;
  /** That one of the guesses would have been right. */
  readonly chance: number;
  readonly mostGuessesInADay: number;
  readonly mostMessagesInADay: number;
  readonly daysAsked: number;
  readonly daysVerified: number;
}

const START_MS = Date.UTC(2030, 0, 1);

export async function simulateYear(preset: OtpPolicyPreset, strategy: Strategy): Promise<YearReport> {
  const policy = { ...strategy.policy, preset };
  const siege = createSiege(policy, START_MS);
  const owner = createOwner(strategy.owner, START_MS);
  await live(siege, [owner.act, strategy.createAttacker()]);
  return {
    preset,
    strategy,
    assessment: assessPolicy(policy),
    guessesByLength: countByLength(siege.guesses),
    chance: chanceOfAny(siege.guesses),
    mostGuessesInADay: mostInAnySpan(
      siege.guesses.map(({ atMs }) => atMs),
      DAY_MS,
    ),
    mostMessagesInADay: mostInAnySpan(siege.messagesAtMs, DAY_MS),
    daysAsked: owner.daysAsked(),
    daysVerified: owner.daysVerified(),
  };
}

/** Everyone acts when it is their turn; the owner first, who so holds a code from before the attack. */
async function live(siege: Siege, agents: readonly Agent[]): Promise<void> {
  const turns = agents.map((act, order) => ({ act, atMs: START_MS + order }));
  for (;;) {
    const next = turns.reduce((earliest, each) => (each.atMs < earliest.atMs ? each : earliest));
    if (next.atMs >= START_MS + YEAR_MS) return;
    siege.nowMs = Math.max(siege.nowMs, next.atMs);
    next.atMs = await next.act(siege);
  }
}

function countByLength(guesses: readonly Guess[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { codeLength } of guesses) counts.set(codeLength, (counts.get(codeLength) ?? 0) + 1);
  return counts;
}

function chanceOfAny(guesses: readonly Guess[]): number {
  return 1 - guesses.reduce((missed, { codeLength }) => missed * (1 - 1 / 10 ** codeLength), 1);
}

/** That one number's code is guessed in a year: never more, whatever the policy's own assessment says. */
export const HIGHEST_CHANCE = 1e-4;

/** Everything in which a year went worse than promised; empty when nothing did. */
export function brokenPromises(report: YearReport): readonly string[] {
  const { strategy, assessment } = report;
  const { perYear, perDay } = assessment.guessing;
  const broken: string[] = [];
  for (const [codeLength, count] of report.guessesByLength) {
    const most = perYear.guesses.find((each) => each.codeLength === codeLength)?.guesses ?? 0;
    if (count > most) broken.push(`${count} guesses met ${codeLength} digits; at most ${most} may`);
  }
  const mostInADay = Math.max(...perDay.guesses.map(({ guesses }) => guesses));
  if (report.mostGuessesInADay > mostInADay) {
    broken.push(`${report.mostGuessesInADay} guesses in a day; at most ${mostInADay} may count`);
  }
  const { messagesPerDay } = assessment.strangers;
  if (strategy.isAttackerKnown === undefined && report.mostMessagesInADay > messagesPerDay) {
    broken.push(`${report.mostMessagesInADay} messages in a day; strangers may cause ${messagesPerDay}`);
  }
  const highest = Math.min(perYear.chance, HIGHEST_CHANCE);
  if (report.chance >= highest) broken.push(`a chance of ${report.chance}; it must stay below ${highest}`);
  if (strategy.mustLetOwnerIn && report.daysVerified < 365) {
    broken.push(`the owner got in on ${report.daysVerified} of 365 days`);
  }
  return broken;
}
