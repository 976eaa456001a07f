/** The stores that the apps share, and what they have grown to. */
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { type Cores, onSpareCore } from '../measure/cores.ts';
import { startPostgresServer } from '../measure/postgres-server.ts';
import { startRedisServer } from '../measure/redis-server.ts';
import { serverMemoryBytes } from '../redis/server-figures.ts';

export interface SoakedStore {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  size(): Promise<StoreSize>;
}

export interface SoakedStores {
  readonly stores: readonly SoakedStore[];
  stop(): Promise<void>;
}

export interface StoreSize {
  /** Numbers of which a record is kept. */
  readonly records: number;
  /** Counters of limits. */
  readonly counters: number;
  /** Entries of any other kind: there is no reason for one. */
  readonly others: number;
  /** Entries that nothing would ever remove. */
  readonly withoutEnd: number;
  readonly bytes: number;
}

/** The apps' own users are in PostgreSQL either way: within the process they would take 280 MB of it. */
const USERS = 'users';

export async function startSoakedStores(cores: Cores): Promise<SoakedStores> {
  const redis = await startRedisServer((command) => onSpareCore(cores, command));
  // The apps have the server's core.
  const postgres = await startPostgresServer(cores.kind === 'pinned' ? { ...cores, server: cores.spare } : cores);
  const client = new Redis({ host: '127.0.0.1', port: redis.port });
  const pool = new Pool({ connectionString: postgres.url(), max: 1 });
  await pool.query(`CREATE DATABASE ${USERS}`);
  const users = { DATABASE_URL: postgres.url(USERS) };
  return {
    stores: [
      {
        name: 'Redis',
        settings: { ...users, OTP_STORE: `redis://127.0.0.1:${redis.port}` },
        size: () => sizeOfRedis(client),
      },
      { name: 'PostgreSQL', settings: { ...users, OTP_STORE: postgres.url() }, size: () => sizeOfPostgres(pool) },
    ],
    async stop() {
      client.disconnect();
      await pool.end();
      await redis.stop();
      await postgres.stop();
    },
  };
}

async function sizeOfRedis(client: Redis): Promise<StoreSize> {
  const bytes = await serverMemoryBytes(client);
  const kinds = { records: 0, counters: 0, others: 0 };
  let withoutEnd = 0;
  let cursor = '0';
  do {
    const [next, keys] = await client.scan(cursor, 'COUNT', 1000);
    cursor = next;
    for (const key of keys) kinds[kindOf(key)] += 1;
    const lives = client.pipeline();
    for (const key of keys) lives.pttl(key);
    for (const [, ms] of (await lives.exec()) ?? []) if (ms === -1) withoutEnd += 1;
  } while (cursor !== '0');
  return { ...kinds, withoutEnd, bytes };
}

function kindOf(key: string): 'records' | 'counters' | 'others' {
  if (key.startsWith('otp:n:')) return 'records';
  return key.startsWith('otp:l:') ? 'counters' : 'others';
}

/** A purge finds rows by their hour: one later than any record may be kept would stay for ever. */
const POSTGRES_SIZE = `SELECT
  (SELECT count(*)::integer FROM countersign.otp_numbers) AS records,
  (SELECT count(*)::integer FROM countersign.otp_limits) AS counters,
  (SELECT count(*)::integer FROM countersign.otp_once) AS others,
  (SELECT count(*)::integer FROM (
    SELECT purge_hour FROM countersign.otp_numbers UNION ALL SELECT purge_hour FROM countersign.otp_limits
  ) AS rows WHERE purge_hour > extract(epoch FROM now()) / 3600 + 370 * 24) AS "withoutEnd",
  (pg_total_relation_size('countersign.otp_numbers') + pg_total_relation_size('countersign.otp_limits'))::float AS bytes`;

async function sizeOfPostgres(pool: Pool): Promise<StoreSize> {
  const { rows } = await pool.query<StoreSize>(POSTGRES_SIZE);
  const [size] = rows;
  if (size === undefined) throw new Error('PostgreSQL does not say how large its tables are.');
  return size;
}
