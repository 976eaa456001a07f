/**
 * The time a call may have been decided at. With `nowMs` there is no question. A store's own clock is known only by
 * the moments that its answers tell, and what happens between two of them cannot be told apart by more than the
 * moment from which a failure counts: those of them are the candidates.
 */
import type { IssueInput } from '@countersign/otp-core/spec';
import type { StoreOutcome } from '../code-store-model/reference-step.ts';
import type { RecordedCall } from './recorded-calls.ts';

/** Before any clock of a store was read. */
export const NO_TIME_YET = 0;

/** Every moment that answers to these calls tell, and those that an unanswered send may have been made at. */
export function momentsOf(calls: readonly RecordedCall[]): readonly number[] {
  const told = calls.flatMap(({ end }) => (end.status === 'answered' ? momentsIn(end.outcome) : []));
  const spans = calls.flatMap(({ request, end }) =>
    request.verb === 'issue' && request.input.nowMs === null && end.status === 'unanswered'
      ? spansOf(request.input)
      : [],
  );
  const before = [...new Set(spans)].flatMap((spanMs) => told.map((atMs) => atMs - spanMs));
  return [...new Set([...told, ...before])].filter((atMs) => atMs > NO_TIME_YET).sort((a, b) => a - b);
}

/** Earliest first. The clock of a store never goes back. */
export function possibleTimes(call: RecordedCall, clockMs: number, momentsMs: readonly number[]): readonly number[] {
  const { nowMs } = call.request.input;
  if (nowMs !== null) return [nowMs];
  const { end } = call;
  if (end.status === 'answered' && end.outcome?.status === 'issued') {
    return end.outcome.sentAtMs >= clockMs ? [end.outcome.sentAtMs] : [];
  }
  return [clockMs, ...momentsMs.filter((atMs) => atMs > clockMs)];
}

/** When failures were counted by the store's own clock nobody was told, so the end of a lock is not compared then. */
export function comparable(outcome: StoreOutcome, { request }: RecordedCall): StoreOutcome {
  return request.input.nowMs === null && outcome?.status === 'locked' ? { ...outcome, retryAtMs: null } : outcome;
}

function momentsIn(outcome: StoreOutcome): readonly number[] {
  if (outcome === undefined) return [];
  if ('retryAtMs' in outcome) return outcome.retryAtMs === null ? [] : [outcome.retryAtMs];
  return 'sentAtMs' in outcome ? [outcome.sentAtMs, outcome.resendAtMs, outcome.expiresAtMs] : [];
}

/** After a send, when something ends. */
function spansOf({ ttlMs, budget }: IssueInput): readonly number[] {
  return [ttlMs, ...budget.cooldownsMs, ...budget.sendQuotas.map(({ durationMs }) => durationMs)];
}
