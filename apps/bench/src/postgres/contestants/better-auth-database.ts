/** better-auth on a database of its own of the same server, with the tables that it makes itself. */
import { Pool } from 'pg';
import type { PostgresServer } from '../../measure/postgres-server.ts';
import { type BetterAuth, createBetterAuth } from '../../stores/better-auth.ts';

export interface BetterAuthDatabase extends BetterAuth {
  readonly pool: Pool;
}

export async function createBetterAuthDatabase(
  server: PostgresServer,
  admin: Pool,
  { name, workers, liveRows }: { readonly name: string; readonly workers: number; readonly liveRows: number },
): Promise<BetterAuthDatabase> {
  await admin.query(`CREATE DATABASE ${name}`);
  const pool = new Pool({ connectionString: server.url(name), max: workers });
  const betterAuth = await createBetterAuth({ tables: 'to-be-made', database: pool }, workers);
  if (liveRows > 0) await fill(pool, liveRows);
  await pool.query('VACUUM (ANALYZE)');
  return { ...betterAuth, pool };
}

/** As it writes them: a code that was sent and not yet tried, for five minutes; these live for a day, to be live until the end. */
async function fill(pool: Pool, count: number): Promise<void> {
  await pool.query(
    `INSERT INTO verification (id, identifier, value, "expiresAt", "createdAt", "updatedAt")
      SELECT 'filled' || number, '+1444' || number, '123456:0', now() + interval '1 day', now(), now()
      FROM generate_series(1000001, 1000000 + $1::integer) AS number`,
    [count],
  );
}
