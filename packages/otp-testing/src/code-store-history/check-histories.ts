import { strict as assert } from 'node:assert';
import { describeHistory } from './describe-history.ts';
import { callsBySubject } from './recorded-calls.ts';
import { searchOrder } from './search-order.ts';
import type { StoreEvent } from './store-event.ts';

/** How long to search. */
export interface CheckHistoriesOptions {
  /** Questions to the reference, for each number; when they are spent the verdict is `undecided`. @defaultValue 200_000 */
  readonly maxSteps?: number;
}

/** Whether some order of the recorded calls is one that the reference store allows. */
export interface HistoriesVerdict {
  /**
   * `legal`: for each number there is an order. `illegal`: for one there is none. `undecided`: the steps were spent
   * before an order was found; it may or may not be legal.
   */
  readonly status: 'legal' | 'illegal' | 'undecided';
  /** How many calls there are, and how many of them have no answer. */
  readonly calls: number;
  readonly unanswered: number;
  readonly subjects: number;
  /** Questions that the reference was asked. */
  readonly steps: number;
  /** One line, or the calls of the first number that has no order, with times, answers and the longest order that fits. */
  readonly message: string;
}

/**
 * Judges what several processes saw of one store: is there, for each number, an order of its calls, one after the
 * other, in which the reference gives the same answers? A call that ended before another began comes before it. A
 * call without an answer may have been done once, at any moment after it was made, or never.
 *
 * Calls that carry `nowMs` are decided at that time. Of a store's own clock (`nowMs: null`) no more is known than the
 * moments in answers: it never goes back, a send happened when its answer says, and the end of a lock is not compared.
 * When a wrong guess was counted is told by nothing, so let such a run be shorter than the shortest failure window.
 *
 * The search takes time that grows with the calls of one number that overlap and change something, so give each round
 * of a test a number of its own.
 *
 * @param histories - the events of each process, complete or ended by its death
 * @throws AssertionError when the events cannot be of one run, for example when two processes share a name
 *
 * @example
 * const verdict = checkHistories([first.history, second.history]);
 * assert.equal(verdict.status, 'legal', verdict.message);
 */
export function checkHistories(
  histories: readonly (readonly StoreEvent[])[],
  options: CheckHistoriesOptions = {},
): HistoriesVerdict {
  const { maxSteps = 200_000 } = options;
  assert.ok(Number.isInteger(maxSteps) && maxSteps > 0, 'maxSteps must be a whole number above 0');
  const subjects = callsBySubject(histories);
  const counts = {
    calls: [...subjects.values()].flat().length,
    unanswered: [...subjects.values()].flat().filter(({ end }) => end.status === 'unanswered').length,
    subjects: subjects.size,
  };
  let steps = 0;
  let undecided: string | undefined;
  for (const [subject, calls] of subjects) {
    const search = searchOrder(calls, maxSteps);
    steps += search.steps;
    if (search.status === 'found') continue;
    const text = describeHistory(subject, calls, search.farthest);
    if (search.status === 'none') {
      const message = `The reference allows no order of these calls:\n${text}`;
      return { status: 'illegal', ...counts, steps, message };
    }
    undecided ??= `Undecided: ${maxSteps} steps found no order of these calls, and there may be one:\n${text}`;
  }
  if (undecided !== undefined) return { status: 'undecided', ...counts, steps, message: undecided };
  const message = `The reference allows an order of all ${counts.calls} calls (${counts.unanswered} unanswered) of ${counts.subjects} numbers.`;
  return { status: 'legal', ...counts, steps, message };
}
