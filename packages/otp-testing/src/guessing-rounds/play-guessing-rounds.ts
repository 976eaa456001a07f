import { strict as assert } from 'node:assert';
import { checkHistories } from '../code-store-history/check-histories.ts';
import type { StoreEvent } from '../code-store-history/store-event.ts';
import type { StoreOutcome, StoreRequest } from '../code-store-model/reference-step.ts';
import { type GuessingRound, planGuessingRound } from './plan-guessing-round.ts';

/** A process that has a store of its own to the server under test. How it is started and spoken to is the caller's. */
export interface GuessingProcess {
  /**
   * Makes all calls at once and answers with their events: `callAtOnce` there, and whatever carries data to and fro.
   * Of a process that died on the way, with what it had written down: a call without an end may or may not be done.
   */
  call(requests: readonly StoreRequest[]): Promise<readonly StoreEvent[]>;
}

/** Who guesses, and how much. */
export interface GuessingRoundsOptions {
  readonly processes: readonly GuessingProcess[];
  /** Each on a number and a challenge of its own. @defaultValue 100 */
  readonly rounds?: number;
  /** Of each process in each round, all at once. @defaultValue 50 */
  readonly guesses?: number;
  /** Tries of a challenge, 1 to 32. @defaultValue 5 */
  readonly maxAttempts?: number;
  /** The time of all calls; `null`: the store's own clock. @defaultValue the first of January 2030 */
  readonly nowMs?: number | null;
}

/** What happened in all rounds together. */
export interface GuessingReport {
  readonly rounds: number;
  readonly calls: number;
  /** Calls that ended in an error or not at all: none where nothing disturbs the store. */
  readonly unanswered: number;
  readonly accepted: number;
  /** Guesses that spent a try. */
  readonly counted: number;
}

/**
 * Lets several processes guess at the same challenge at the same moment, round after round: with one right code among
 * wrong ones, with several, with nothing else, with none, and with codes that a provider makes. In each round at most one
 * guess or approval is accepted, at most `maxAttempts` count, and the calls of all processes have an order that the
 * reference store allows.
 *
 * @throws AssertionError that tells which law was broken, with the round's history
 *
 * @example
 * const report = await playGuessingRounds({ processes, rounds: 100, guesses: 50 });
 * assert.equal(report.unanswered, 0);
 */
export async function playGuessingRounds(options: GuessingRoundsOptions): Promise<GuessingReport> {
  const { processes, rounds = 100, guesses = 50, maxAttempts = 5, nowMs = Date.UTC(2030, 0, 1) } = options;
  assert.ok(processes.length > 0, 'processes must not be empty');
  const report = { rounds: 0, calls: 0, unanswered: 0, accepted: 0, counted: 0 };
  for (let index = 0; index < rounds; index += 1) {
    const round = planGuessingRound(index, { processes: processes.length, guesses, maxAttempts, nowMs });
    const played = judge(round, await play(round, processes), index);
    report.rounds += 1;
    report.calls += played.calls;
    report.unanswered += played.unanswered;
    report.accepted += played.accepted;
    report.counted += played.counted;
  }
  return report;
}

async function play(round: GuessingRound, processes: readonly GuessingProcess[]): Promise<readonly StoreEvent[]> {
  const events: StoreEvent[] = [];
  for (const phase of round.phases) {
    const asked = processes.map(async (process, index) => {
      const requests = phase[index] ?? [];
      return requests.length === 0 ? [] : process.call(requests);
    });
    events.push(...(await Promise.all(asked)).flat());
  }
  return events;
}

function judge(round: GuessingRound, events: readonly StoreEvent[], index: number): Omit<GuessingReport, 'rounds'> {
  const verdict = checkHistories([events]);
  const outcomes = events.flatMap((event) => (event.type === 'call-answered' ? [event.outcome] : []));
  const accepted = outcomes.filter((outcome) => outcome?.status === 'accepted').length;
  const counted = outcomes.filter((outcome) => spendsTry(outcome, round)).length;
  const where = `Round ${index} (${round.kind})`;
  assert.ok(accepted <= 1, `${where}: ${accepted} accepted.\n${verdict.message}`);
  const { maxAttempts } = round;
  assert.ok(counted <= maxAttempts, `${where}: ${counted} guesses counted of ${maxAttempts}.\n${verdict.message}`);
  assert.ok(verdict.status === 'legal', `${where}: ${verdict.message}`);
  return { calls: verdict.calls, unanswered: verdict.unanswered, accepted, counted };
}

/** An approval is accepted by `settle`, which spends nothing. */
function spendsTry(outcome: StoreOutcome, { kind }: GuessingRound): boolean {
  const status = outcome?.status;
  return status === 'mismatch' || status === 'delegated' || (status === 'accepted' && kind !== 'provider-made');
}
