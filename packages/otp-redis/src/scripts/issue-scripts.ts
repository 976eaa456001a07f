/** One script for each budget, and an engine has one budget: found by the object first, by its contents otherwise. */
import { OtpMisuseError } from '@countersign/otp-core/adapter';
import type { NumberBudget } from '@countersign/otp-core/spec';
import type { Script } from './define-script.ts';
import { defineIssueScript } from './issue-script.ts';

/** Scripts kept by contents. A deployment has one, or a few while its policy is changed. */
const MOST_KEPT = 256;

/** @throws OtpMisuseError for a budget that is none */
export type FindIssueScript = (budget: NumberBudget) => Script;

export function createIssueScripts(): FindIssueScript {
  const byObject = new WeakMap<NumberBudget, Script>();
  const byContents = new Map<string, Script>();

  return function findIssueScript(budget) {
    const known = byObject.get(budget);
    if (known !== undefined) return known;
    checkBudget(budget);
    const contents = JSON.stringify(budget);
    const script = byContents.get(contents) ?? defineIssueScript(budget);
    if (byContents.size >= MOST_KEPT) byContents.clear();
    byContents.set(contents, script);
    byObject.set(budget, script);
    return script;
  };
}

/** Numbers and nothing else become a part of a script. */
function checkBudget(budget: NumberBudget): void {
  const { sendQuotas, failureQuotas, cooldownsMs, stepUp } = budget;
  const quotas = [...sendQuotas, ...failureQuotas].flatMap(({ max, durationMs }) => [max, durationMs]);
  const numbers = [
    budget.maxLiveChallenges,
    budget.maxConsecutiveFailures,
    ...cooldownsMs,
    ...quotas,
    ...(stepUp === undefined ? [] : [stepUp.afterFailures, stepUp.withinMs]),
  ];
  const reserve: unknown = budget.knownClientReserve;
  const isShare = typeof reserve === 'number' && reserve >= 0 && reserve <= 1;
  if (!isShare || !numbers.every((value) => Number.isSafeInteger(value) && value >= 0)) {
    throw new OtpMisuseError('budget must be made of whole numbers, not negative, and a share from 0 to 1.');
  }
}
