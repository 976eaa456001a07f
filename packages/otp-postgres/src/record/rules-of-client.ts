/** What of a number's budget a client may use, in the form that `issue` reads. Worked out once for each budget. */
import { failureMemoryMs, strangersShare } from '@countersign/otp-core/adapter';
import type { NumberBudget, QuotaWindow } from '@countersign/otp-core/spec';
import { toNumberText } from './field-text.ts';

export interface ClientRules {
  /** The smallest of what limits the tries of a number that nothing is known of. */
  readonly mostTries: number;
  readonly firstCooldownMs: string;
  readonly longestWindowMs: string;
  readonly failureMemoryMs: string;
  /** The longer code is for every number, whatever its failures. */
  readonly isAlwaysSteppedUp: boolean;
  readonly rules: string;
  readonly cooldowns: string;
}

interface RulesOfBudget {
  readonly stranger: ClientRules;
  readonly known: ClientRules;
}

/** Engines have one budget each, which they hand over with every call. */
const cache = new WeakMap<NumberBudget, RulesOfBudget>();

export function rulesOfClient(budget: NumberBudget, client: 'known' | 'stranger'): ClientRules {
  let rules = cache.get(budget);
  if (rules === undefined) {
    rules = { stranger: workOut(budget, 'stranger'), known: workOut(budget, 'known') };
    cache.set(budget, rules);
  }
  return rules[client];
}

function workOut(budget: NumberBudget, client: 'known' | 'stranger'): ClientRules {
  const shareOf = (maximum: number) =>
    client === 'known' ? maximum : strangersShare(maximum, budget.knownClientReserve);
  const quotasOf = (windows: readonly QuotaWindow[]) =>
    windows.flatMap(({ max, durationMs }) => [number(shareOf(max)), number(durationMs)]);
  const { sendQuotas, failureQuotas, stepUp, cooldownsMs } = budget;
  const durations = sendQuotas.map(({ durationMs }) => durationMs);
  const mostFailures = Math.max(stepUp?.afterFailures ?? 0, ...failureQuotas.map(({ max }) => max));
  const isAlwaysSteppedUp = stepUp !== undefined && stepUp.afterFailures <= 0;
  const figures = [
    number(shareOf(budget.maxLiveChallenges)),
    number(shareOf(budget.maxConsecutiveFailures)),
    // Without a quota there is no window that could end.
    durations.length === 0 ? number(Number.MAX_SAFE_INTEGER) : number(Math.min(...durations)),
    number(mostFailures),
    stepUp === undefined || isAlwaysSteppedUp ? 'NULL' : number(stepUp.afterFailures),
    stepUp === undefined || isAlwaysSteppedUp ? 'NULL' : number(stepUp.withinMs),
  ];
  const sends = quotasOf(sendQuotas);
  const failureRules = `${figures.length + 1 + sends.length + 1}`;
  return {
    mostTries: Math.min(shareOf(budget.maxConsecutiveFailures), ...failureQuotas.map(({ max }) => shareOf(max))),
    firstCooldownMs: number(cooldownsMs[0] ?? 0),
    longestWindowMs: number(Math.max(0, ...durations)),
    failureMemoryMs: number(failureMemoryMs(budget)),
    isAlwaysSteppedUp,
    rules: `{${[...figures, failureRules, ...sends, ...quotasOf(failureQuotas)].join(',')}}`,
    cooldowns: `{${cooldownsMs.map(number).join(',')}}`,
  };
}

function number(value: number): string {
  return toNumberText('budget', value);
}
