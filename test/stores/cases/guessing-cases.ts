/** Laws 1 and 2 over three processes: one code, one success, and never more tries than there are. */

import { playGuessingRounds } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import type { StorePlace } from '../support/open-store.ts';
import { playerOf, withStoreWorkers } from '../support/process-group.ts';

const THREE = [{}, {}, {}];

/** Registers the cases for the store that is at the place by the time they run. */
export function guessingCases(placeOf: () => StorePlace): void {
  describe('three processes', () => {
    it('accept one of 50 guesses of each at most and count five, in an order that the model allows: 100 rounds', async () => {
      const report = await withStoreWorkers({ place: placeOf() }, THREE, (workers) =>
        playGuessingRounds({
          processes: workers.map(playerOf),
          rounds: 100,
          guesses: 50,
          nowMs: null,
        }),
      );
      expect(report).toMatchObject({ rounds: 100, unanswered: 0 });
      expect(report.calls).toBeGreaterThan(15_000);
      // Rounds in which nothing but right codes is guessed have a winner for certain.
      expect(report.accepted).toBeGreaterThanOrEqual(20);
    }, 90_000);
  });
}
