import type { NumberBudget } from '../spec/index.ts';
import type { ResolvedPolicy } from './resolve-policy.ts';

/** Whose codes an engine's challenges carry. */
export type CodeOrigin =
  | { readonly kind: 'own' }
  | { readonly kind: 'provider'; readonly codeLength: number; readonly concurrency: 'per-number' | 'independent' };

/**
 * The budget that the store is handed. Codes that stay shorter than six digits are paid for with time: each
 * digit less makes a guess ten times likelier to hit, so the same failures are spread over ten times as long.
 */
export function numberBudgetOf(policy: ResolvedPolicy, origin: CodeOrigin): NumberBudget {
  const stretch = 10 ** Math.max(0, 6 - lastingCodeLength(policy, origin));
  const { maxLiveChallenges, cooldownsMs, sendQuotas, failureQuotas, maxConsecutiveFailures, knownClientReserve } =
    policy;
  return {
    // Stryker disable next-line ConditionalExpression: only the compiler asks for it: only a provider has a concurrency
    maxLiveChallenges: origin.kind === 'provider' && origin.concurrency === 'per-number' ? 1 : maxLiveChallenges,
    cooldownsMs,
    sendQuotas,
    failureQuotas: failureQuotas.map(({ max, durationMs }) => ({ max, durationMs: durationMs * stretch })),
    maxConsecutiveFailures,
    knownClientReserve,
    ...(policy.stepUp === null || origin.kind === 'provider'
      ? {}
      : { stepUp: { afterFailures: policy.stepUp.afterFailures, withinMs: policy.stepUp.withinMs } }),
  };
}

/** The shortest code that a number with failures still gets. */
function lastingCodeLength(policy: ResolvedPolicy, origin: CodeOrigin): number {
  if (origin.kind === 'provider') return origin.codeLength;
  const shortest = [...policy.purposes.values()].reduce(
    (length, purpose) => Math.min(length, purpose.codeLength),
    policy.codeLength,
  );
  return Math.max(shortest, policy.stepUp?.codeLength ?? 0);
}
