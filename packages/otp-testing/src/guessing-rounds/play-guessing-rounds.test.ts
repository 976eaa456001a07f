import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import type { CodeStore } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import { callAtOnce } from '../code-store-history/call-at-once.ts';
import { recordCodeStore } from '../code-store-history/record-code-store.ts';
import { askStore } from '../code-store-model/ask-store.ts';
import { createReferenceCodeStore } from '../code-store-model/reference-code-store.ts';
import { HASTY_STORES } from '../test-support/broken/hasty-stores.ts';
import type { FromWorker, ToWorker } from '../test-support/guessing-worker.ts';
import { createInterleavedStore } from '../test-support/interleaved-store.ts';
import { type GuessingProcess, playGuessingRounds } from './play-guessing-rounds.ts';

/** Three that share a store, in this process. */
function processesAt(store: CodeStore): readonly GuessingProcess[] {
  return ['a', 'b', 'c'].map((process, index) => {
    const recorded = recordCodeStore(createInterleavedStore(store, index), { process });
    return { call: (requests) => callAtOnce(recorded, requests) };
  });
}

/** A child that asks this process's store, over the channel between the two. */
function forkWorker(store: CodeStore): GuessingProcess & { readonly child: ChildProcess } {
  const child = fork(new URL('../test-support/guessing-worker.ts', import.meta.url));
  const tell = (message: ToWorker) => child.send(message);
  let answered: (events: Extract<FromWorker, { type: 'events' }>['events']) => void = () => {};
  child.on('message', async (message: FromWorker) => {
    if (message.type === 'events') return answered(message.events);
    const outcome = await askStore(store, message.request);
    tell({ type: 'answer', id: message.id, ...(outcome === undefined ? {} : { outcome }) });
  });
  return {
    child,
    call: (requests) =>
      new Promise((resolve) => {
        answered = resolve;
        tell({ type: 'call', requests });
      }),
  };
}

async function endOf(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}

describe('playGuessingRounds', () => {
  it.each([{ nowMs: Date.UTC(2030, 0, 1) }, { nowMs: null }])(
    'finds nothing in a store that is right, at the time $nowMs',
    async ({ nowMs }) => {
      const processes = processesAt(createMemoryCodeStore());
      const report = await playGuessingRounds({ processes, rounds: 25, guesses: 20, nowMs });
      expect(report).toMatchObject({ rounds: 25, unanswered: 0 });
      // An opening, sixty guesses and one more, three that ask for the next; in each fifth round sixty approvals.
      expect(report.calls).toBe(25 * (1 + 60 + 1 + 3) + 5 * 60);
      expect(report.accepted).toBeGreaterThan(10);
      expect(report.counted).toBeGreaterThan(50);
    },
  );

  it('finds nothing where three processes ask one store', async () => {
    const store = createMemoryCodeStore();
    const workers = [0, 1, 2].map(() => forkWorker(store));
    try {
      const report = await playGuessingRounds({ processes: workers, rounds: 5, guesses: 50 });
      expect(report).toMatchObject({ rounds: 5, unanswered: 0, calls: 5 * (1 + 150 + 1 + 3) + 150 });
      expect(report.accepted).toBeGreaterThan(1);
    } finally {
      await Promise.all(workers.map(({ child }) => endOf(child)));
    }
  });

  it.each(HASTY_STORES)('finds that a store $name', async ({ createStore }) => {
    const processes = processesAt(createStore());
    await expect(playGuessingRounds({ processes, rounds: 10, guesses: 10 })).rejects.toThrow(
      /^Round \d \([a-z-]+\): [\s\S]*The reference allows no order of these calls:\nnumber /,
    );
  });

  it('finds failures that were counted and then lost', async () => {
    const store = createReferenceCodeStore();
    const forgetful: CodeStore = {
      ...store,
      async issue(input) {
        if (input.challengeId !== 'first') await store.unlock(input);
        return store.issue(input);
      },
    };
    const playing = playGuessingRounds({ processes: processesAt(forgetful), rounds: 5, guesses: 5 });
    await expect(playing).rejects.toThrow('The reference allows no order of these calls:');
  });

  it('goes on where a store fails, and tells how many calls have no answer', async () => {
    const store = createMemoryCodeStore();
    let calls = 0;
    /** Every third call is done and not answered; every fifth is not done. */
    const failing: CodeStore = {
      ...store,
      async redeem(input) {
        calls += 1;
        if (calls % 5 === 0) throw new Error('not done');
        const outcome = await store.redeem(input);
        if (calls % 3 === 0) throw new Error('done');
        return outcome;
      },
    };
    const report = await playGuessingRounds({ processes: processesAt(failing), rounds: 10, guesses: 20 });
    expect(report.unanswered).toBeGreaterThan(100);
  });

  it('refuses to play without a process', async () => {
    await expect(playGuessingRounds({ processes: [] })).rejects.toThrow('processes must not be empty');
  });
});
