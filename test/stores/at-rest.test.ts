/** Whoever has a copy of a store, and not the secret, reads no number and no code out of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from '@countersign/test-servers/postgres';
import { type RedisServer, startRedis } from '@countersign/test-servers/redis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngineBed, type OpenChallenge, wrong } from './support/create-engine-bed.ts';
import { openStore, type StorePlace } from './support/open-store.ts';
import { guessAllCodes, plainHashesIn, spellingsOf, tokensOf, wordsIn } from './support/search-dump.ts';
import { migrateAt } from './support/start-place.ts';

const COUNTRY_CODE = '49';

/** Challenges in every state: fresh, guessed at, and one that is spent. */
async function fill(place: StorePlace, codeLength: number): Promise<OpenChallenge[]> {
  const { store, close } = await openStore(place);
  try {
    const engine = createEngineBed(store, { policy: { codeLength, stepUp: null } });
    const challenges: OpenChallenge[] = [];
    for (let index = 0; index < 8; index += 1) challenges.push(await engine.open());
    for (const each of challenges.slice(0, 4)) await engine.verify(each, wrong(each.code));
    const [first] = challenges;
    if (first !== undefined) await engine.verify(first);
    return challenges;
  } finally {
    await close();
  }
}

function expectNothingReadable(dump: Buffer, challenges: readonly OpenChallenge[]): void {
  for (const { to, code } of challenges) {
    expect(wordsIn(dump, [...spellingsOf(to, COUNTRY_CODE), code])).toEqual([]);
    expect(plainHashesIn(dump, code)).toEqual([]);
    expect(plainHashesIn(dump, to)).toEqual([]);
  }
}

describe('what Redis holds', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  async function dump(): Promise<Buffer> {
    const keys = await server.admin.keysBuffer('*');
    expect(keys.length).toBeGreaterThanOrEqual(8);
    const parts = keys.map(async (key) => [
      key,
      (await server.admin.getBuffer(key)) ?? Buffer.alloc(0),
      await server.admin.dumpBuffer(key),
    ]);
    return Buffer.concat((await Promise.all(parts)).flat());
  }

  it('names no number and no code', async () => {
    // So long that no counter or timestamp looks like one by chance.
    const challenges = await fill({ kind: 'ioredis', url: server.url, prefix: 'otp:' }, 10);
    expectNothingReadable(await dump(), challenges);
  });

  it('withstands every code of six digits, hashed in the usual ways', async () => {
    await server.admin.flushall();
    await fill({ kind: 'ioredis', url: server.url, prefix: 'otp:' }, 6);
    const bytes = await dump();
    expect(guessAllCodes(bytes, tokensOf(bytes).slice(0, 2))).toEqual([]);
  }, 60_000);
});

describe('what PostgreSQL holds', () => {
  let server: PostgresServer;
  let client: pg.Client;
  beforeAll(async () => {
    server = await startPostgres();
    await migrateAt(server.url);
    client = new pg.Client(server.url);
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await server?.stop();
  });

  async function dump(): Promise<Buffer> {
    const { rows: tables } = await client.query<{ name: string }>(
      "SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'",
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT each::text AS row FROM ${name} AS each`);
      texts.push(...rows.map(({ row }) => row));
    }
    expect(texts.length).toBeGreaterThanOrEqual(8);
    return Buffer.from(texts.join('\n'));
  }

  /** Tables, indexes and the write-ahead log. */
  async function files(): Promise<Buffer> {
    await client.query('CHECKPOINT');
    const entries = readdirSync(server.dataFolder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
    return Buffer.concat(paths.map((path) => readFileSync(path)));
  }

  it('names no number and no code: not in its tables, its files or its log', async () => {
    const challenges = await fill({ kind: 'pg', url: server.url, poolSize: 1 }, 10);
    expectNothingReadable(await dump(), challenges);
    const everything = Buffer.concat([await files(), Buffer.from(server.log())]);
    for (const { to, code } of challenges) {
      const [national = to] = spellingsOf(to, COUNTRY_CODE);
      expect(wordsIn(everything, [national, code])).toEqual([]);
    }
  }, 60_000);

  it('is looked at where it is: a row that was just written stands in the files', async () => {
    await client.query("CREATE TABLE looked_at AS SELECT 'a word nobody else writes' AS word");
    expect(wordsIn(await files(), ['a word nobody else writes'])).toHaveLength(1);
    await client.query('DROP TABLE looked_at');
  });

  it('withstands every code of six digits, hashed in the usual ways', async () => {
    await fill({ kind: 'pg', url: server.url, poolSize: 1 }, 6);
    const bytes = await dump();
    expect(guessAllCodes(bytes, tokensOf(bytes).slice(0, 2))).toEqual([]);
  }, 60_000);
});
