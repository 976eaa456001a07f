/** Laws 1 and 2 where each process has another isolation level. */
import { playGuessingRounds } from '@countersign/otp-testing';
import { type Isolation, type PostgresServer, startPostgres } from '@countersign/test-servers/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playerOf, startStoreWorker } from './support/process-group.ts';
import { migrateAt } from './support/start-place.ts';

describe('three processes on PostgreSQL that do not agree on an isolation level', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
    await migrateAt(server.url);
  });
  afterAll(() => server?.stop());

  it('keep the laws all the same; a call that finds no turn is refused', async () => {
    const levels: readonly Isolation[] = ['read committed', 'repeatable read', 'serializable'];
    const workers = await Promise.all(
      levels.map((level) => startStoreWorker({ place: { kind: 'pg', url: server.urlAt(level), poolSize: 4 } })),
    );
    try {
      const report = await playGuessingRounds({
        processes: workers.map(playerOf),
        rounds: 25,
        guesses: 20,
        nowMs: null,
      });
      expect(report.rounds).toBe(25);
      expect(report.unanswered).toBeLessThan(report.calls / 2);
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
    }
  }, 60_000);
});
