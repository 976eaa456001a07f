import {
  codeStoreContract,
  codeStoreModelContract,
  onceStoreContract,
  rateLimiterContract,
} from '@countersign/otp-testing';
import { ISOLATIONS, type PostgresServer, startPostgres } from '@countersign/test-servers/postgres';
import { type SilentServer, startSilentServer } from '@countersign/test-servers/silent-server';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, it } from 'vitest';
import {
  createPostgresCodeStore,
  createPostgresOnceStore,
  createPostgresRateLimiter,
  migrate,
  type PostgresClient,
  type PostgresCodeStore,
  type PostgresOnceStore,
  type PostgresRateLimiter,
} from './index.ts';

let server: PostgresServer;
let silent: SilentServer;
beforeAll(async () => {
  silent = await startSilentServer();
  server = await startPostgres();
  await migrate({ url: server.url });
});
afterAll(async () => {
  await server.stop();
  await silent.stop();
});

/** Suites make a store a test: all of one suite share a client, so that they test the store and not the opening of connections. */
function contractsOf(
  name: string,
  open: () => Promise<{ client: PostgresClient; end: () => Promise<void> }>,
  runs: number,
) {
  describe(name, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
      // PGlite takes seconds to open, and more where others work as well.
    }, 60_000);
    afterAll(() => opened.end());
    const createStore = (): PostgresCodeStore =>
      createPostgresCodeStore({ client: opened.client, queryTimeoutMs: 10_000 });
    const createRateLimiter = (): PostgresRateLimiter =>
      createPostgresRateLimiter({ client: opened.client, queryTimeoutMs: 10_000 });
    const ofNobody = () => ({ url: `postgres://nobody:word@127.0.0.1:${silent.port}/none`, queryTimeoutMs: 300 });
    codeStoreContract(
      { describe, it },
      {
        name: 'createPostgresCodeStore',
        createStore,
        createSilentStore: () => createPostgresCodeStore(ofNobody()),
      },
    );
    codeStoreModelContract({ describe, it }, { name: 'createPostgresCodeStore', createStore, runs });
    rateLimiterContract(
      { describe, it },
      {
        name: 'createPostgresRateLimiter',
        createRateLimiter,
        createSilentLimiter: () => createPostgresRateLimiter(ofNobody()),
      },
    );
    const createOnceStore = (): PostgresOnceStore =>
      createPostgresOnceStore({ client: opened.client, queryTimeoutMs: 10_000 });
    onceStoreContract(
      { describe, it },
      {
        name: 'createPostgresOnceStore',
        createOnceStore,
        createSilentStore: () => createPostgresOnceStore(ofNobody()),
      },
    );
  });
}

for (const level of ISOLATIONS) {
  contractsOf(
    `pg at ${level}`,
    async () => {
      const pool = new pg.Pool({ connectionString: server.urlAt(level), max: 10 });
      return { client: pool, end: () => pool.end() };
    },
    level === 'read committed' ? 30 : 4,
  );

  contractsOf(
    `postgres.js at ${level}`,
    async () => {
      const sql = postgres(server.url, { max: 10, connection: { default_transaction_isolation: level } });
      return { client: sql, end: () => sql.end() };
    },
    4,
  );
}

contractsOf(
  'PGlite',
  async () => {
    const database = await PGlite.create();
    await migrate({ client: database });
    return { client: database, end: () => database.close() };
  },
  4,
);
