/** Plays a sequence to a store and to the reference, and compares outcome by outcome. */
import { AssertionError } from 'node:assert';
import type { CodeStore } from '@countersign/otp-core/spec';
import { askStore } from './ask-store.ts';
import { createCommandWorld, historyOf, passTime, rememberMoments, requestOf } from './command-world.ts';
import { describeOutcome, describeRequest } from './describe-call.ts';
import { isSameOutcome } from './is-same-outcome.ts';
import type { RandomScenario } from './random-commands.ts';
import { step } from './reference-step.ts';

/** @throws AssertionError whose message is the script up to the outcome that differs */
export async function playScenario(store: CodeStore, scenario: RandomScenario, prefix: string): Promise<void> {
  const world = createCommandWorld(scenario, prefix);
  const script: string[] = [`budget ${JSON.stringify(scenario.budget)}`];
  for (const command of scenario.commands) {
    if (command.verb === 'pass' || command.verb === 'pass-until') {
      passTime(world, command);
      continue;
    }
    const request = requestOf(world, command);
    if (request === undefined) continue;
    const history = historyOf(world, request.input.subject);
    const expected = step(history, request, world.nowMs);
    const actual = await askStore(store, request);
    const line = `${script.length}. ${describeRequest(request, world)}`;
    if (!expected.outcomes.some((outcome) => isSameOutcome(outcome, actual, world.nowMs))) {
      const told = expected.outcomes.map((outcome) => describeOutcome(outcome, world)).join(' or ');
      script.push(`${line}\n     store:     ${describeOutcome(actual, world)}\n     reference: ${told}`);
      throw new AssertionError({ message: script.join('\n'), actual, expected: expected.outcomes[0] });
    }
    script.push(`${line} -> ${describeOutcome(actual, world)}`);
    world.histories.set(request.input.subject, expected.history);
    world.requests += 1;
    rememberMoments(world, actual);
    // Sends and failures are told apart by their millisecond. Cooldowns keep them apart, but unlock ends those.
    if (request.verb === 'unlock') world.nowMs += 1;
  }
}
