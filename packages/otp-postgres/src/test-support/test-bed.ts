/** A migrated server for the tests of one file, and stores and pools that each test leaves to be closed. */
import { OtpStoreError } from '@countersign/otp-core/adapter';
import { type Isolation, type PostgresServer, startPostgres } from '@countersign/test-servers/postgres';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { createPostgresCodeStore, migrate, type PostgresCodeStore, type PostgresStoreOptions } from '../index.ts';

export interface TestBed {
  readonly server: PostgresServer;
  /** Looks at what stores do, and is none of theirs. */
  readonly admin: pg.Pool;
  /** By the server's address, where nothing else is said. */
  openStore(options?: PostgresStoreOptions): PostgresCodeStore;
  openPool(options?: pg.PoolConfig): pg.Pool;
  /** A pool whose transactions are at this level. */
  openPoolAt(level: Isolation): pg.Pool;
  /** Done after the test, last first. */
  later(end: () => unknown): void;
}

export function createTestBed(): TestBed {
  let server: PostgresServer | undefined;
  let admin: pg.Pool | undefined;
  const ends: (() => unknown)[] = [];
  const createPool = (options: pg.PoolConfig = {}): pg.Pool =>
    new pg.Pool({ connectionString: bed.server.url, ...options }).on('error', () => {});

  beforeAll(async () => {
    server = await startPostgres();
    admin = createPool();
    await migrate({ client: admin });
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  afterAll(async () => {
    // First: a connection that a failed test still holds would keep the pool from ending.
    await server?.stop();
    await admin?.end();
  });

  const bed: TestBed = {
    get server() {
      return server ?? expect.unreachable('the server is not started yet');
    },
    get admin() {
      return admin ?? expect.unreachable('the server is not started yet');
    },
    openStore(options = { url: bed.server.url }) {
      const store = createPostgresCodeStore(options);
      bed.later(() => store.close());
      return store;
    },
    openPool(options) {
      const pool = createPool(options);
      bed.later(() => pool.end());
      return pool;
    },
    openPoolAt: (level) => bed.openPool({ connectionString: bed.server.urlAt(level) }),
    later: (end) => void ends.push(end),
  };
  return bed;
}

/** What a call is rejected with; that it is one of ours is part of every test. */
export async function refusalOf(call: Promise<unknown>): Promise<OtpStoreError> {
  const outcome = await call.then(
    () => 'resolved',
    (error: unknown) => error,
  );
  if (!OtpStoreError.isInstance(outcome)) return expect.unreachable(`not an OtpStoreError: ${String(outcome)}`);
  return outcome;
}
