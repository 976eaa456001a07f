/** Plays a sequence to a store and to the reference, and compares outcome by outcome. */
import { AssertionError } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import type { CodeStore } from '@countersign/otp-core/spec';
import {
  type CommandWorld,
  createCommandWorld,
  historyOf,
  passTime,
  rememberMoments,
  requestOf,
} from './command-world.ts';
import { describeOutcome, describeRequest } from './describe-call.ts';
import type { RandomScenario } from './random-commands.ts';
import { type StoreOutcome, type StoreRequest, step } from './reference-step.ts';

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
    const actual = await ask(store, request);
    const line = `${script.length}. ${describeRequest(request, world)}`;
    if (!expected.outcomes.some((outcome) => isSame(outcome, actual, world))) {
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

async function ask(store: CodeStore, request: StoreRequest): Promise<StoreOutcome> {
  switch (request.verb) {
    case 'issue':
      return store.issue(request.input);
    case 'redeem':
      return store.redeem(request.input);
    case 'settle':
      return store.settle(request.input);
    case 'discard':
      return (await store.discard(request.input)) as undefined;
    case 'unlock':
      return (await store.unlock(request.input)) as undefined;
  }
}

/** A next send that is possible now is the same whenever it became possible. */
function isSame(expected: StoreOutcome, actual: StoreOutcome, { nowMs }: CommandWorld): boolean {
  const normalise = (outcome: StoreOutcome) =>
    outcome !== undefined && 'resendAtMs' in outcome
      ? { ...outcome, resendAtMs: Math.max(outcome.resendAtMs, nowMs) }
      : outcome;
  return isDeepStrictEqual(normalise(actual), normalise(expected));
}
