/** What is to happen once happens once, however many processes are asked to do it. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { StorePlace } from '../support/open-store.ts';
import { withStoreWorkers } from '../support/process-group.ts';
import type { KeyOutcome } from '../support/store-worker.ts';

const KEYS = 200;

/** Registers the cases for the store that is at the place by the time they run. */
export function onceCases(placeOf: () => StorePlace): void {
  describe('three processes that claim the same keys at once', () => {
    it('have one winner for each, whatever their clocks say, and all are told its result afterwards', async () => {
      const skews = [{ clockSkewMs: 300_000 }, { clockSkewMs: -300_000 }, {}];
      await withStoreWorkers({ place: placeOf() }, skews, async (workers) => {
        const keys = Array.from({ length: KEYS }, () => `once:{*}'${randomUUID()}`);
        const ask = (index: number) =>
          workers[index]?.ask<KeyOutcome[]>({ type: 'claim', keys, holdMs: 60_000, value: `by ${index}` }) ?? [];
        const outcomes = await Promise.all([0, 1, 2].map(ask));
        const winners = keys.map((_key, at) =>
          [0, 1, 2].filter((index) => outcomes[index]?.[at]?.claim.status === 'claimed'),
        );
        expect(winners.filter((each) => each.length !== 1)).toEqual([]);
        const results = winners.map(([winner]) => ({ status: 'done', value: `by ${winner}` }));
        for (const told of await Promise.all([0, 1, 2].map(ask)))
          expect(told.map(({ claim }) => claim)).toEqual(results);
      });
    }, 60_000);

    it('leave what a process claimed that died then to nobody', async () => {
      await withStoreWorkers({ place: placeOf() }, [{}, {}], async ([first, second]) => {
        const message = { type: 'claim' as const, keys: [randomUUID()], holdMs: 200, value: null };
        const [claimed] = (await first?.ask<KeyOutcome[]>(message)) ?? [];
        expect(claimed?.claim.status).toBe('claimed');
        await first?.stop();
        const ask = async () => (await second?.ask<KeyOutcome[]>(message))?.[0]?.claim;
        await expect.poll(ask, { timeout: 10_000 }).toEqual({ status: 'done', value: null });
      });
    }, 60_000);
  });
}
