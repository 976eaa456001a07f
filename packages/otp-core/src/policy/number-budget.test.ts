import { describe, expect, it } from 'vitest';
import { OptionProblems } from '../adapter/options.ts';
import { type CodeOrigin, numberBudgetOf } from './number-budget.ts';
import { resolvePolicy } from './resolve-policy.ts';

const DAY_MS = 86_400_000;
const OWN: CodeOrigin = { kind: 'own' };

function budgetOf(origin: CodeOrigin, policy: object = {}, purposes?: object) {
  const problems = new OptionProblems('test');
  const resolved = resolvePolicy({ policy, purposes, message: undefined }, problems);
  problems.throwIfAny();
  return numberBudgetOf(resolved, origin);
}

function daysOfFailures(origin: CodeOrigin, policy?: object, purposes?: object): number {
  return (budgetOf(origin, policy, purposes).failureQuotas[0]?.durationMs ?? 0) / DAY_MS;
}

describe('numberBudgetOf', () => {
  it('spreads failures over longer where codes stay short', () => {
    expect(daysOfFailures(OWN)).toBe(1);
    expect(daysOfFailures(OWN, { codeLength: 4 })).toBe(1);
    expect(daysOfFailures(OWN, { codeLength: 4, stepUp: null })).toBe(100);
    expect(daysOfFailures(OWN, { stepUp: null }, { login: { codeLength: 5 } })).toBe(10);
    for (const [codeLength, days] of [
      [4, 100],
      [5, 10],
      [6, 1],
      [8, 1],
    ] as const) {
      expect(daysOfFailures({ kind: 'provider', codeLength, concurrency: 'independent' })).toBe(days);
    }
  });

  it('gives a number one challenge at a time where the provider keeps one verification per number', () => {
    const provider = { kind: 'provider', codeLength: 6 } as const;
    expect(budgetOf({ ...provider, concurrency: 'per-number' }).maxLiveChallenges).toBe(1);
    expect(budgetOf({ ...provider, concurrency: 'independent' }).maxLiveChallenges).toBe(3);
  });

  it('steps up only codes of our own', () => {
    expect(budgetOf(OWN).stepUp).toEqual({ afterFailures: 5, withinMs: 365 * DAY_MS });
    expect(budgetOf(OWN, { stepUp: null }).stepUp).toBeUndefined();
    expect(budgetOf({ kind: 'provider', codeLength: 6, concurrency: 'independent' }).stepUp).toBeUndefined();
  });
});
