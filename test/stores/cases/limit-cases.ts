/** A limit is one limit, however many processes charge it. */

import { randomUUID } from 'node:crypto';
import type { RateLimitOutcome } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import type { StorePlace } from '../support/open-store.ts';
import { withStoreWorkers } from '../support/process-group.ts';

const HOUR_MS = 3_600_000;

/** Registers the cases for the store that is at the place by the time they run. */
export function limitCases(placeOf: () => StorePlace): void {
  describe('three processes that charge one limit', () => {
    it('are allowed as much together as one alone, whatever their clocks say', async () => {
      const skews = [{ clockSkewMs: 300_000 }, { clockSkewMs: -300_000 }, {}];
      await withStoreWorkers({ place: placeOf() }, skews, async (workers) => {
        for (let round = 0; round < 10; round += 1) {
          const wide = { key: `wide:{*}'${randomUUID()}`, max: 1_000, durationMs: HOUR_MS };
          const narrow = { key: `narrow:{*}'${randomUUID()}`, max: 20 + round, durationMs: HOUR_MS };
          const windows = [wide, narrow];
          const outcomes = await Promise.all(
            workers.map((worker) => worker.ask<RateLimitOutcome[]>({ type: 'take', windows, times: 50 })),
          );
          const limited = outcomes.flat().filter((outcome) => outcome.status === 'limited');
          expect(limited).toHaveLength(150 - narrow.max);
          expect(limited.every(({ key }) => key === narrow.key)).toBe(true);
        }
      });
    }, 60_000);
  });
}
