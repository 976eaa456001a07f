/** A history that no order explains, as a person can follow it. */
import type { IssueInput } from '@countersign/otp-core/spec';
import { type Beginnings, describeOutcome, describeQuestion, describeTime } from '../code-store-model/describe-call.ts';
import type { RecordedCall } from './recorded-calls.ts';
import type { Farthest } from './search-order.ts';

export function describeHistory(subject: string, calls: readonly RecordedCall[], farthest: Farthest): string {
  const beginnings: Beginnings = { prefix: '', startMs: earliest(calls) };
  const startNs = calls[0]?.invokedAtNs ?? 0;
  const since = (atNs: number) => `${((atNs - startNs) / 1e6).toFixed(3)}`;
  const lines = calls.map((call, index) => {
    const { process, request, invokedAtNs, end } = call;
    const isAnswered = end.status === 'answered';
    const time = `${since(invokedAtNs)} to ${isAnswered ? since(end.atNs) : '?'} ms`;
    const answer = isAnswered ? describeOutcome(end.outcome, beginnings) : `no answer (${end.reason})`;
    return `${index + 1}. ${process}, ${time}, ${describeTime(request, beginnings)}: ${describeQuestion(request, beginnings)} -> ${answer}`;
  });
  const misfits = farthest.misfits.map(({ call, allowed }) => {
    const told = allowed.map((outcome) => describeOutcome(outcome, beginnings)).join(' or ');
    return `     ${call + 1}, as the reference would answer: ${told}`;
  });
  return [
    `number ${subject}`,
    ...budgetsOf(calls).map((budget) => `budget ${budget}`),
    ...lines,
    `The longest order that fits: ${describeOrder(farthest.order)}. After it none of these does:`,
    ...misfits,
  ].join('\n');
}

/** 1, 3-7, 2: calls that follow each other as they were made are told as one. */
function describeOrder(order: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const index of order) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === index) run[1] = index + 1;
    else runs.push([index + 1, index + 1]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ') || 'none';
}

function budgetsOf(calls: readonly RecordedCall[]): readonly string[] {
  const inputs = calls.flatMap(({ request }): readonly IssueInput[] =>
    request.verb === 'issue' ? [request.input] : [],
  );
  return [...new Set(inputs.map(({ budget }) => JSON.stringify(budget)))];
}

/** Whatever is told first: calls by the store's own clock have no time of their own. */
function earliest(calls: readonly RecordedCall[]): number {
  const times = calls.flatMap(({ request, end }) => {
    const told = end.status === 'answered' && end.outcome?.status === 'issued' ? [end.outcome.sentAtMs] : [];
    return request.input.nowMs === null ? told : [request.input.nowMs];
  });
  return times.length === 0 ? 0 : Math.min(...times);
}
