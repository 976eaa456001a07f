/** Puts the events of several processes together to calls, number by number. */
import { strict as assert } from 'node:assert';
import type { StoreOutcome, StoreRequest } from '../code-store-model/reference-step.ts';
import type { StoreEvent } from './store-event.ts';

export interface RecordedCall {
  readonly process: string;
  readonly request: StoreRequest;
  readonly invokedAtNs: number;
  readonly end: CallEnd;
}

export type CallEnd =
  | { readonly status: 'answered'; readonly atNs: number; readonly outcome: StoreOutcome }
  /** `reason` is for readers: an error's name, or that the history ends before. */
  | { readonly status: 'unanswered'; readonly reason: string };

/** Each number's calls by the time of their invocation. Numbers share nothing, so each may be judged by itself. */
export function callsBySubject(histories: readonly (readonly StoreEvent[])[]): ReadonlyMap<string, RecordedCall[]> {
  const events = histories.flat();
  const ends = endsByCall(events);
  const subjects = new Map<string, RecordedCall[]>();
  const names = new Set<string>();
  for (const event of events) {
    if (event.type !== 'call-invoked') continue;
    const name = nameOf(event);
    assert.ok(!names.has(name), `Two calls are ${name}: no two processes may share a name.`);
    names.add(name);
    const end: CallEnd = ends.get(name) ?? { status: 'unanswered', reason: 'the history ends' };
    assert.ok(
      end.status === 'unanswered' || end.atNs >= event.atNs,
      `${name} was answered before it was made: the processes do not share a clock.`,
    );
    const { process, verb, input, atNs: invokedAtNs } = event;
    const calls = subjects.get(input.subject) ?? [];
    calls.push({ process, request: { verb, input } as StoreRequest, invokedAtNs, end });
    subjects.set(input.subject, calls);
  }
  for (const name of ends.keys()) assert.ok(names.has(name), `${name} ended, and nothing tells what it was.`);
  for (const calls of subjects.values()) calls.sort((a, b) => a.invokedAtNs - b.invokedAtNs);
  return subjects;
}

function endsByCall(events: readonly StoreEvent[]): ReadonlyMap<string, CallEnd> {
  const ends = new Map<string, CallEnd>();
  for (const event of events) {
    if (event.type === 'call-invoked') continue;
    const name = nameOf(event);
    assert.ok(!ends.has(name), `${name} ended twice: no two processes may share a name.`);
    const { atNs } = event;
    ends.set(
      name,
      event.type === 'call-failed'
        ? { status: 'unanswered', reason: event.error }
        : { status: 'answered', atNs, outcome: event.outcome },
    );
  }
  return ends;
}

function nameOf({ process, call }: StoreEvent): string {
  return `call ${call} of process ${JSON.stringify(process)}`;
}
