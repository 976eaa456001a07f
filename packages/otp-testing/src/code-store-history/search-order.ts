/**
 * Looks for an order of the calls of one number that the reference allows: one that keeps every call that ended before
 * another began before it, and in which each answer is the reference's. Calls without an answer may have been done
 * once, at any moment after their invocation, or never.
 *
 * The search is Wing and Gong's, with Lowe's memory of what was tried (which calls are done, and in what state that
 * leaves the number). Two shortcuts make it fast; neither loses an order:
 * - A refusal changes nothing, so it is done as soon as it fits. Guesses at a challenge that is spent cost nothing
 *   then, however many there are. (`discard` and `unlock` are not told whether they changed anything: they have to wait.)
 * - Of interchangeable calls the one that ended first goes first. In any order that has them the other way round the
 *   two can change places.
 */

import { isSameOutcome } from '../code-store-model/is-same-outcome.ts';
import type { NumberHistory } from '../code-store-model/number-history.ts';
import { type StoreOutcome, step } from '../code-store-model/reference-step.ts';
import { kindsOf } from './interchangeable-calls.ts';
import { nextCalls } from './next-calls.ts';
import { comparable, momentsOf, NO_TIME_YET, possibleTimes } from './possible-times.ts';
import type { RecordedCall } from './recorded-calls.ts';
import { keyOf } from './state-key.ts';

export type Search = { readonly steps: number } & (
  | { readonly status: 'found' }
  | { readonly status: 'none' | 'gave-up'; readonly farthest: Farthest }
);

/** How far an order came, by the places of calls, and why it goes no further. */
export interface Farthest {
  readonly order: readonly number[];
  /** The calls that could be next, and what the reference would have answered. */
  readonly misfits: readonly { readonly call: number; readonly allowed: readonly StoreOutcome[] }[];
}

/** A set of calls that are done, and what that makes of the number. */
interface Node {
  readonly done: Uint8Array;
  readonly answersLeft: number;
  readonly history: NumberHistory;
  /** Of the history. */
  readonly key: string;
  /** The latest that the store's own clock is known to have shown. */
  readonly clockMs: number;
  /** The order, last call first. */
  readonly path: Path | null;
}

interface Path {
  readonly call: number;
  readonly before: Path | null;
}

/** `calls` by the time of their invocation. A step is one question to the reference. */
export function searchOrder(calls: readonly RecordedCall[], maxSteps: number): Search {
  const kinds = kindsOf(calls);
  const momentsMs = momentsOf(calls);
  const tried = new Set<string>();
  const open: Node[] = [rootOf(calls)];
  let farthest = rootOf(calls);
  let steps = 0;

  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const current = absorb(node);
    if (current.answersLeft === 0) return { status: 'found', steps };
    if (current.answersLeft < farthest.answersLeft) farthest = current;
    if (steps > maxSteps) return { status: 'gave-up', steps, farthest: explain(farthest) };
    const name = `${current.done.join('')} ${current.clockMs} ${current.key}`;
    if (tried.has(name)) continue;
    tried.add(name);
    open.push(...childrenOf(current).toReversed());
  }
  return { status: 'none', steps, farthest: explain(farthest) };

  /** `null`: what the reference says is not what was answered. */
  function followUp(node: Node, index: number, nowMs: number): Pick<Node, 'history' | 'key'> | null {
    steps += 1;
    const call = callAt(calls, index);
    const { history, outcomes } = step(node.history, call.request, nowMs);
    if (call.end.status === 'answered') {
      const told = comparable(call.end.outcome, call);
      if (!outcomes.some((each) => isSameOutcome(comparable(each, call), told, nowMs))) return null;
    }
    return { history, key: history === node.history ? node.key : keyOf(history) };
  }

  function absorb(from: Node): Node {
    let node = from;
    for (let found = refusals(node); found.length > 0; found = refusals(node)) {
      for (const index of found) node = withDone(node, calls, index);
    }
    return node;
  }

  /** Refusals that fit. */
  function refusals(node: Node): readonly number[] {
    return nextCalls(calls, kinds, node.done).flatMap((group) => {
      const call = callAt(calls, group[0]);
      const [nowMs] = possibleTimes(call, node.clockMs, momentsMs);
      const passesTime = call.request.input.nowMs === null && nowMs !== node.clockMs;
      const tellsNothing = call.end.status === 'unanswered' || call.end.outcome === undefined;
      if (tellsNothing || nowMs === undefined || passesTime) return [];
      return followUp(node, group[0], nowMs)?.key === node.key ? group : [];
    });
  }

  /** Whatever else fits. */
  function childrenOf(node: Node): readonly Node[] {
    return nextCalls(calls, kinds, node.done).flatMap(([index]) => followUps(node, index));
  }

  function followUps(node: Node, index: number): readonly Node[] {
    const call = callAt(calls, index);
    const fitting: Node[] = [];
    for (const nowMs of possibleTimes(call, node.clockMs, momentsMs)) {
      const after = followUp(node, index, nowMs);
      // What is not answered and changes nothing might as well never have been done.
      if (after === null || (after.key === node.key && call.end.status === 'unanswered')) continue;
      const clockMs = call.request.input.nowMs === null ? nowMs : node.clockMs;
      fitting.push({ ...withDone(node, calls, index), ...after, clockMs });
      // The earliest time will do, as it leaves the most to come. But of a send without an answer the time shows later.
      if (call.request.verb !== 'issue' || call.end.status === 'answered') break;
    }
    return fitting;
  }

  function explain(node: Node): Farthest {
    const order: number[] = [];
    for (let path = node.path; path !== null; path = path.before) order.unshift(path.call);
    const misfits = nextCalls(calls, kinds, node.done).flatMap(([index]) => {
      const { request, end } = callAt(calls, index);
      if (end.status === 'unanswered') return [];
      const { outcomes } = step(node.history, request, request.input.nowMs ?? node.clockMs);
      return [{ call: index, allowed: outcomes }];
    });
    return { order, misfits };
  }
}

function rootOf(calls: readonly RecordedCall[]): Node {
  return {
    done: new Uint8Array(calls.length),
    answersLeft: calls.filter(({ end }) => end.status === 'answered').length,
    history: [],
    key: keyOf([]),
    clockMs: NO_TIME_YET,
    path: null,
  };
}

function withDone(node: Node, calls: readonly RecordedCall[], index: number): Node {
  const done = node.done.slice();
  done[index] = 1;
  const answersLeft = node.answersLeft - (callAt(calls, index).end.status === 'answered' ? 1 : 0);
  return { ...node, done, answersLeft, path: { call: index, before: node.path } };
}

function callAt(calls: readonly RecordedCall[], index: number): RecordedCall {
  return calls[index] as RecordedCall;
}
