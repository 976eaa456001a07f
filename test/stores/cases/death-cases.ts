/** kill -9 of a process at any moment: what it was told counts, what it was not told is done once or never. */

import { randomUUID } from 'node:crypto';
import { checkHistories, type StoreEvent } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import type { StorePlace } from '../support/open-store.ts';
import { startStoreWorker, withStoreWorkers } from '../support/process-group.ts';

const DEATHS = 6;
/** A call has two notes; so many processes die at different steps, before an answer and after one. */
const notesUntilDeath = (death: number) => 3 + 5 * death;

/** Registers the cases for the store that is at the place by the time they run. */
export function deathCases(placeOf: () => StorePlace): void {
  describe('processes that are killed', () => {
    it('leave counters and challenges that the others find right', async () => {
      const place = placeOf();
      const history: StoreEvent[] = [];
      const note = (event: unknown) => history.push(event as StoreEvent);
      const input = { place, notesHistory: true };
      await withStoreWorkers(input, [{ onNote: note }, { onNote: note }], async (survivors) => {
        for (let death = 0; death < DEATHS; death += 1) {
          const subjects = [randomUUID(), randomUUID()];
          let notesLeft = notesUntilDeath(death);
          let die: () => void = () => undefined;
          const dueToDie = new Promise<void>((resolve) => {
            die = resolve;
          });
          const victim = await startStoreWorker(input, {
            onNote(event) {
              note(event);
              notesLeft -= 1;
              if (notesLeft === 0) die();
            },
          });
          const doomed = victim.ask({ type: 'hammer', subjects, rounds: 1_000 }).catch(() => undefined);
          const others = Promise.all(survivors.map((worker) => worker.ask({ type: 'hammer', subjects, rounds: 8 })));
          // It is awaited further down, and may fail before.
          others.catch(() => undefined);
          await Promise.race([dueToDie, doomed]);
          await victim.kill();
          await Promise.all([doomed, others]);
          // Nothing is locked for ever: a challenge is opened and redeemed as if nobody had died.
          await survivors[0]?.ask({ type: 'hammer', subjects, rounds: 1 });
        }
      });
      const verdict = checkHistories([history]);
      expect(verdict.status, verdict.message).toBe('legal');
      expect(verdict.subjects).toBe(2 * DEATHS);
      // One call at most is cut off by each death.
      expect(verdict.unanswered).toBeLessThanOrEqual(DEATHS);
      const accepted = history.filter(
        (event) => event.type === 'call-answered' && event.outcome?.status === 'accepted',
      );
      expect(accepted.length).toBeGreaterThan(DEATHS);
    }, 60_000);
  });
}
