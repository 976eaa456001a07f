/** Processes whose clocks are wrong by five minutes, either way: the store's clock decides. */

import type { VerifyResult } from '@countersign/otp-core';
import { until } from '@countersign/test-servers/until';
import { Redis } from 'ioredis';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { nextNumber, wrong } from '../support/create-engine-bed.ts';
import type { StorePlace } from '../support/open-store.ts';
import { type StoreWorker, withStoreWorkers } from '../support/process-group.ts';
import type { CodeAtHand } from '../support/store-worker.ts';

const SKEW_MS = 5 * 60_000;
const SKEWS = [{ clockSkewMs: SKEW_MS }, { clockSkewMs: -SKEW_MS }, {}];
const TTL_MS = 1_000;

/** What the store itself takes for the time. */
async function clockOf(place: StorePlace): Promise<{ nowMs(): Promise<number>; close(): Promise<void> }> {
  if (place.kind === 'pg' || place.kind === 'postgres.js') {
    const client = new pg.Pool({ connectionString: place.url, max: 1 });
    return {
      async nowMs() {
        const { rows } = await client.query('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now');
        return Number(rows[0]?.now);
      },
      close: () => client.end(),
    };
  }
  const [seed] = place.kind === 'cluster' ? place.seeds : [];
  const client = seed === undefined ? new Redis('url' in place ? place.url : '') : new Redis(seed);
  return {
    async nowMs() {
      const [seconds, microseconds] = await client.time();
      return Number(seconds) * 1000 + Number(microseconds) / 1000;
    },
    close: async () => client.disconnect(),
  };
}

/** Registers the cases for the store that is at the place by the time they run. */
export function clockCases(placeOf: () => StorePlace): void {
  describe('processes that disagree about the time', () => {
    const request = (worker: StoreWorker) => worker.ask<CodeAtHand>({ type: 'request', to: nextNumber() });
    const verify = (worker: StoreWorker, { challenge, code }: CodeAtHand) =>
      worker.ask<VerifyResult>({ type: 'verify', challenge, code });

    it('agree on when a code expires: neither early nor late, whoever asks whom', async () => {
      const place = placeOf();
      const clock = await clockOf(place);
      try {
        await withStoreWorkers({ place, policy: { ttlMs: TTL_MS } }, SKEWS, async (workers) => {
          const pairs = workers.flatMap((issuer) => workers.map((asker) => [issuer, asker] as const));
          // Connections are made and scripts are known before it matters.
          await Promise.all(workers.map(request));

          const early = await Promise.all(
            pairs.map(async ([issuer, asker]) => {
              const atHand = await request(issuer);
              const result = await verify(asker, atHand);
              return result.ok || (await clock.nowMs()) >= atHand.expiresAtMs;
            }),
          );
          expect(early).toEqual(pairs.map(() => true));

          const late = await Promise.all(
            pairs.map(async ([issuer, asker]) => ({
              asker,
              atHand: await request(issuer),
              askedMs: await clock.nowMs(),
            })),
          );
          for (const { atHand, askedMs } of late) {
            expect(Math.abs(atHand.expiresAtMs - TTL_MS - askedMs)).toBeLessThan(SKEW_MS / 2);
          }
          const lastMs = Math.max(...late.map(({ atHand }) => atHand.expiresAtMs));
          await until('the codes to expire', async () => (await clock.nowMs()) > lastMs);
          for (const { asker, atHand } of late) {
            for (const code of [wrong(atHand.code), atHand.code]) {
              const result = await verify(asker, { ...atHand, code });
              expect(['expired', 'not-found']).toContain(result.ok ? 'accepted' : result.reason);
            }
          }
        });
      } finally {
        await clock.close();
      }
    }, 30_000);
  });
}
