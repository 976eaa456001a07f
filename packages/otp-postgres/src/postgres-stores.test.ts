import { describe, expect, it } from 'vitest';
import { createPostgresStores } from './index.ts';
import { issueInput } from './test-support/calls.ts';
import { createTestBed, refusalOf } from './test-support/test-bed.ts';

const bed = createTestBed();
const WINDOWS = [{ key: 'k', max: 1000, durationMs: 60_000 }];

async function connections(): Promise<number> {
  const { rows } = await bed.admin.query(
    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'countersign'",
  );
  return rows[0]?.count;
}

describe('createPostgresStores', () => {
  it.each(['pg', 'postgres'] as const)(
    'opens one pool of %s for both, and ends it when both are closed',
    async (library) => {
      const { store, rateLimiter } = createPostgresStores({ url: bed.server.url, maxConnections: 2, library });
      await store.ready();
      await rateLimiter.ready();
      const calls = Array.from({ length: 20 }, () => [
        store.issue(issueInput()),
        rateLimiter.take(WINDOWS, null),
      ]).flat();
      expect((await Promise.all(calls)).map(({ status }) => status)).not.toContain('limited');
      expect(await connections()).toBe(2);
      await store.close();
      await store.close();
      expect((await refusalOf(store.issue(issueInput()))).message).toBe('The PostgreSQL store is closed.');
      expect(await rateLimiter.take(WINDOWS, null)).toEqual({ status: 'allowed' });
      await rateLimiter.close();
      await expect.poll(connections).toBe(0);
    },
  );

  it('keeps both in one database of PGlite in memory', async () => {
    const { store, rateLimiter } = createPostgresStores({ url: 'pglite:memory:' });
    expect(await store.issue(issueInput())).toMatchObject({ status: 'issued' });
    expect(await rateLimiter.take(WINDOWS, null)).toEqual({ status: 'allowed' });
    await rateLimiter.close();
    await store.close();
  }, 60_000);

  it('refuses what makes no sense in its own name', () => {
    expect(() => createPostgresStores({ url: 'mysql://h' })).toThrow(/^createPostgresStores: /);
  });
});
