/** Stores that believe a clock that was set. The random sequences of the model let time only pass, so the contract alone finds them. */
import type { NumberHistory } from '../../code-store-model/number-history.ts';
import { issue } from '../../code-store-model/reference-issue.ts';
import { step } from '../../code-store-model/reference-step.ts';
import { type StoreProof, variedStore, without } from './varied-store.ts';

export const BROKEN_STORE_CLOCKS: readonly StoreProof[] = [
  variedStore('revives an expired code when its clock steps back', (history, request, nowMs) => {
    const next = step(history, request, nowMs);
    return { ...next, history: without(next.history, 'seen-expired') };
  }),
  variedStore('revives a code that only a resend has seen expired', (history, request, nowMs) => {
    const next = step(history, request, nowMs);
    return request.verb === 'issue' ? { ...next, history: without(next.history, 'seen-expired') } : next;
  }),
  variedStore('locks a number until its clock is where it once ran ahead to', (history, request, nowMs) =>
    request.verb === 'issue' ? issue(history, request.input, nowMs) : step(history, request, nowMs),
  ),
  variedStore('forgets what happened in a future that its clock has left', (history, request, nowMs) =>
    step(withoutFuture(history, nowMs), request, nowMs),
  ),
];

function withoutFuture(history: NumberHistory, nowMs: number): NumberHistory {
  return history.filter((event) => !('atMs' in event) || event.kind === 'opened' || event.atMs <= nowMs);
}
