/** Stores that differ from the reference in one thing: in what they are asked, in what they answer or in what they keep. */
import type { CodeStore, IssueInput, NumberBudget } from '@countersign/otp-core/spec';
import { codeStoreContract } from '../../code-store-contract/code-store-contract.ts';
import type { Guessed, NumberEvent, NumberHistory, Opened } from '../../code-store-model/number-history.ts';
import { createReferenceCodeStore, createStoreOfSteps } from '../../code-store-model/reference-code-store.ts';
import { type Step, type StoreOutcome, type StoreRequest, step } from '../../code-store-model/reference-step.ts';
import type { Proof } from './proof.ts';

export interface StoreProof extends Proof {
  createStore(): CodeStore;
}

export function storeProof(name: string, createStore: () => CodeStore): StoreProof {
  return { name, createStore, register: (runner) => codeStoreContract(runner, { name, createStore }) };
}

export type VariedStep = (history: NumberHistory, request: StoreRequest, nowMs: number) => Step<StoreOutcome>;

export function variedStore(name: string, vary: VariedStep): StoreProof {
  return storeProof(name, () => createStoreOfSteps(vary));
}

/** Hears something else than it is asked. */
export function mishearing(name: string, mishear: (request: StoreRequest) => StoreRequest): StoreProof {
  return storeProof(name, () => {
    const store = createReferenceCodeStore();
    const heard = <Request extends StoreRequest>(request: Request) => mishear(request).input as Request['input'];
    return {
      ...store,
      issue: (input, options) => store.issue(heard({ verb: 'issue', input }), options),
      redeem: (input, options) => store.redeem(heard({ verb: 'redeem', input }), options),
      settle: (input, options) => store.settle(heard({ verb: 'settle', input }), options),
      discard: (input, options) => store.discard(heard({ verb: 'discard', input }), options),
      unlock: (input, options) => store.unlock(heard({ verb: 'unlock', input }), options),
    };
  });
}

export function mishearingIssues(name: string, mishear: (input: IssueInput) => Partial<IssueInput>): StoreProof {
  return mishearing(name, (request) =>
    request.verb === 'issue' ? { ...request, input: { ...request.input, ...mishear(request.input) } } : request,
  );
}

export function mishearingBudgets(name: string, mishear: (budget: NumberBudget) => Partial<NumberBudget>): StoreProof {
  return mishearingIssues(name, ({ budget }) => ({ budget: { ...budget, ...mishear(budget) } }));
}

/** Does what it should and then something more. */
export function overdoing(
  name: string,
  overdo: (history: NumberHistory, done: Done) => NumberHistory | undefined,
): StoreProof {
  return variedStore(name, (before, request, nowMs) => {
    const { history, outcomes } = step(before, request, nowMs);
    return { history: overdo(history, { before, request, outcome: outcomes[0] }) ?? history, outcomes };
  });
}

export interface Done {
  readonly before: NumberHistory;
  readonly request: StoreRequest;
  readonly outcome: StoreOutcome;
}

export function isIssued({ request, outcome }: Done, intent: IssueInput['intent']): boolean {
  return request.verb === 'issue' && request.input.intent === intent && outcome?.status === 'issued';
}

export function isDiscard({ request }: Done, cause: 'refused' | 'cancelled'): boolean {
  return request.verb === 'discard' && request.input.cause === cause;
}

export function openedAs(history: NumberHistory, challengeId: string | null): Opened | undefined {
  return history.findLast(
    (event): event is Opened => event.kind === 'opened' && (challengeId === null || event.challengeId === challengeId),
  );
}

export function without(history: NumberHistory, kind: NumberEvent['kind'], challengeId?: string): NumberHistory {
  return history.filter(
    (event) =>
      event.kind !== kind ||
      (challengeId !== undefined && 'challenge' in event && event.challenge.challengeId !== challengeId),
  );
}

/** As if all guesses so far had been right after all. */
export function failuresForgiven(history: NumberHistory): NumberHistory {
  const guesses = history.filter((event): event is Guessed => event.kind === 'guessed');
  return [...history, ...guesses.map((guess) => ({ kind: 'approved', guess }) as const)];
}

/** The same past, with one challenge another one. */
export function rewritten(history: NumberHistory, challenge: Opened, change: Partial<Opened>): NumberHistory {
  const changed: Opened = { ...challenge, ...change };
  const replaced = new Map<NumberEvent, NumberEvent>([[challenge, changed]]);
  for (const event of history) {
    if ('challenge' in event && event.challenge === challenge) replaced.set(event, { ...event, challenge: changed });
  }
  return history.map((event) => {
    if (event.kind === 'given-back')
      return { ...event, send: (replaced.get(event.send) as typeof event.send) ?? event.send };
    if (event.kind === 'approved') return { ...event, guess: (replaced.get(event.guess) as Guessed) ?? event.guess };
    return replaced.get(event) ?? event;
  });
}
