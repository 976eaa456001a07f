/** Stores that break what a number's budget promises. */
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import type { CodeStore } from '@countersign/otp-core/spec';
import type { Guessed, Sent } from '../../code-store-model/number-history.ts';
import { step } from '../../code-store-model/reference-step.ts';
import {
  failuresForgiven,
  isDiscard,
  mishearing,
  mishearingBudgets,
  mishearingIssues,
  overdoing,
  type StoreProof,
  storeProof,
  variedStore,
  without,
} from './varied-store.ts';

export const BROKEN_STORE_LIMITS: readonly StoreProof[] = [
  overdoing('clears the failures of the number with a success', (history, { outcome }) =>
    outcome?.status === 'accepted' ? failuresForgiven(history) : undefined,
  ),
  overdoing('starts the consecutive count over when a challenge is cancelled', (history, done) => {
    const guess = history.find((event): event is Guessed => event.kind === 'guessed' && event.verdict === 'wrong');
    const isReset = isDiscard(done, 'cancelled') && guess !== undefined;
    // An approval of a guess that never was clears the consecutive count and nothing else.
    return isReset ? [...history, { kind: 'approved', guess: { ...guess } }] : undefined;
  }),
  variedStore('clears the lock by time', (history, request, nowMs) => {
    const last = history.findLast((event): event is Guessed => event.kind === 'guessed');
    const isLongAgo = last !== undefined && nowMs > last.atMs + 86_400_000;
    return step(isLongAgo ? failuresForgiven(history) : history, request, nowMs);
  }),
  overdoing('forgets nothing on unlock', (history, { request }) =>
    request.verb === 'unlock' ? without(history, 'unlocked') : undefined,
  ),
  overdoing('makes known clients wait on after unlock', (history, { request }) => {
    const send = history.findLast((event): event is Sent => event.kind === 'sent' && event.knownClient);
    const isLeft = request.verb === 'unlock' && send !== undefined;
    return isLeft ? [...history, send, { kind: 'given-back', send }] : undefined;
  }),
  overdoing('gives the tries of open challenges back on unlock', (history, { request }) =>
    request.verb === 'unlock' ? without(history, 'guessed') : undefined,
  ),
  mishearingBudgets('allows one send more than the quota', ({ sendQuotas }) => ({
    sendQuotas: sendQuotas.map((quota) => ({ ...quota, max: quota.max + 1 })),
  })),
  mishearingBudgets('looks at the first send quota alone', ({ sendQuotas }) => ({
    sendQuotas: sendQuotas.slice(0, 1),
  })),
  mishearingBudgets('allows one open challenge more than it may', ({ maxLiveChallenges }) => ({
    maxLiveChallenges: maxLiveChallenges + 1,
  })),
  mishearingBudgets('allows one failure more than the quota', ({ failureQuotas }) => ({
    failureQuotas: failureQuotas.map((quota) => ({ ...quota, max: quota.max + 1 })),
  })),
  mishearingBudgets('keeps no reserve for known clients', () => ({ knownClientReserve: 0 })),
  mishearingIssues('makes a known client wait for what strangers sent', () => ({ knownClient: false })),
  mishearingBudgets('makes everybody wait where there is no cooldown', ({ cooldownsMs }) => ({
    cooldownsMs: cooldownsMs.length === 0 ? [1000] : cooldownsMs,
  })),
  mishearingBudgets('never lets the wait grow', ({ cooldownsMs }) => ({ cooldownsMs: cooldownsMs.slice(0, 1) })),
  mishearingBudgets('lets the wait grow with the sends of the longest window', ({ sendQuotas }) => ({
    sendQuotas: sendQuotas.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, 1),
  })),
  mishearingBudgets('never steps up to the longer code', ({ stepUp: _stepUp, ...others }) => ({
    ...others,
    stepUp: { afterFailures: 1_000_000, withinMs: 1 },
  })),
  variedStore('makes the code of an open challenge longer on a resend', (history, request, nowMs) => {
    const next = step(history, request, nowMs);
    const [outcome] = next.outcomes;
    const isResent = request.verb === 'issue' && request.input.intent === 'resend' && outcome?.status === 'issued';
    const hasFailed = history.some((event) => event.kind === 'guessed');
    return isResent && hasFailed ? { ...next, outcomes: [{ ...outcome, codeLength: 8 }] } : next;
  }),
  variedStore('names a moment to come back that is too early', (history, request, nowMs) => {
    const next = step(history, request, nowMs);
    const [outcome] = next.outcomes;
    const isTold = outcome?.status === 'quota-exceeded';
    return isTold ? { ...next, outcomes: [{ ...outcome, retryAtMs: outcome.retryAtMs - 1 }] } : next;
  }),
  mishearing('counts by its own clock when it is given a time', (request) =>
    request.verb === 'redeem' ? { ...request, input: { ...request.input, nowMs: null } } : request,
  ),
  storeProof('forgets numbers when it is full, instead of refusing', createForgetfulStore),
];

/** Holds one number. The next one drives it out, and with it its failures and its open challenges. */
function createForgetfulStore(): CodeStore {
  let store = createMemoryCodeStore({ maxNumbers: 1 });
  return {
    specificationVersion: 'v1',
    storeId: 'forgetful',
    async issue(input) {
      try {
        return await store.issue(input);
      } catch {
        store = createMemoryCodeStore({ maxNumbers: 1 });
        return store.issue(input);
      }
    },
    redeem: (input) => store.redeem(input),
    settle: (input) => store.settle(input),
    discard: (input) => store.discard(input),
    unlock: (input) => store.unlock(input),
  };
}
