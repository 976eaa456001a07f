/**
 * Histories as several processes might have seen them of a store that is right: a random sequence, each call at a
 * moment of its own, its invocation some time before and its answer some time after. Some have no answer, and some
 * of those were never done.
 */
import fc from 'fast-check';
import type { RecordedCall } from '../code-store-history/recorded-calls.ts';
import {
  createCommandWorld,
  historyOf,
  passTime,
  rememberMoments,
  requestOf,
} from '../code-store-model/command-world.ts';
import type { NumberHistory } from '../code-store-model/number-history.ts';
import { RANDOM_SCENARIO, type RandomScenario } from '../code-store-model/random-commands.ts';
import { step } from '../code-store-model/reference-step.ts';

/** How a call is spread around its moment, and whether anybody heard of its end. */
export interface Spread {
  readonly before: number;
  readonly after: number;
  readonly fate: 'answered' | 'done' | 'lost';
}

export interface RandomHistory {
  readonly scenario: RandomScenario;
  readonly spreads: readonly Spread[];
}

const SPREAD: fc.Arbitrary<Spread> = fc.record({
  before: fc.integer({ min: 0, max: 40 }),
  after: fc.integer({ min: 0, max: 40 }),
  fate: fc.constantFrom('answered', 'answered', 'answered', 'answered', 'done', 'lost'),
});

export function randomHistories(maxCommands: number): fc.Arbitrary<RandomHistory> {
  return fc.record({
    scenario: RANDOM_SCENARIO.map((scenario) => ({ ...scenario, commands: scenario.commands.slice(0, maxCommands) })),
    spreads: fc.array(SPREAD, { minLength: maxCommands, maxLength: maxCommands }),
  });
}

/** Of one number, by the time of invocation. */
export function callsOf({ scenario, spreads }: RandomHistory, clock: 'given' | 'own' = 'given'): RecordedCall[] {
  const world = createCommandWorld(scenario, '');
  const calls: RecordedCall[] = [];
  for (const [index, command] of scenario.commands.entries()) {
    if (command.verb === 'pass' || command.verb === 'pass-until') {
      passTime(world, command);
      continue;
    }
    const request = requestOf(world, { ...command, subject: 0 });
    if (request === undefined) continue;
    const { before, after, fate } = spreads[index] ?? { before: 0, after: 0, fate: 'answered' };
    const { history, outcomes } = step(historyOf(world, '0'), request, world.nowMs);
    if (fate !== 'lost') keep(history);
    world.requests += 1;
    const moment = index * 10;
    const outcome = outcomes.at(before % outcomes.length);
    if (fate === 'answered') rememberMoments(world, outcome);
    const asked = clock === 'own' ? { ...request, input: { ...request.input, nowMs: null } } : request;
    calls.push({
      process: `process ${index % 3}`,
      request: asked as RecordedCall['request'],
      invokedAtNs: moment - before,
      end:
        fate === 'answered'
          ? { status: 'answered', atNs: moment + after, outcome }
          : { status: 'unanswered', reason: fate },
    });
    if (request.verb === 'unlock') world.nowMs += 1;
  }
  return calls.sort((a, b) => a.invokedAtNs - b.invokedAtNs);

  function keep(history: NumberHistory): void {
    world.histories.set('0', history);
  }
}
