/** How many statements a request and its verification are, by the server's own count. */

import { createPostgresCodeStore } from '@countersign/otp-postgres';
import { Pool } from 'pg';
import type { PostgresServer } from '../measure/postgres-server.ts';
import { createBetterAuth } from '../stores/better-auth.ts';
import type { Contestant } from '../stores/contestant.ts';
import { createWholeEngine } from '../stores/whole-engine.ts';

const COUNTED = 20;

export interface StatementCounts {
  readonly countersign: number;
  readonly betterAuth: number;
}

/** Statements a cycle, `BEGIN` and `COMMIT` included. `null` where the server was built without `pg_stat_statements`. */
export async function countStatements(
  server: PostgresServer,
  admin: Pool,
  { schema, betterAuthDatabase }: { readonly schema: string; readonly betterAuthDatabase: string },
): Promise<StatementCounts | null> {
  const { rows } = await admin.query("SELECT FROM pg_settings WHERE name = 'pg_stat_statements.track'");
  if (rows.length === 0) return null;
  await admin.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  const ours = countedPool(server.url());
  const theirs = countedPool(server.url(betterAuthDatabase));
  try {
    const engine = createWholeEngine('engine', createPostgresCodeStore({ client: ours, schema }));
    const betterAuth = await createBetterAuth({ tables: 'none', database: theirs }, 1);
    return {
      countersign: await countOf(admin, engine),
      betterAuth: await countOf(admin, betterAuth.contestant('verify')),
    };
  } finally {
    await ours.end();
    await theirs.end();
  }
}

/** The server counts nothing but what comes from here. */
function countedPool(connectionString: string): Pool {
  return new Pool({ connectionString, max: 1, options: '-c pg_stat_statements.track=top' });
}

async function countOf(admin: Pool, contestant: Contestant): Promise<number> {
  // What is looked up once is not counted.
  await contestant.cycle(0);
  await admin.query('SELECT pg_stat_statements_reset()');
  for (let cycle = 0; cycle < COUNTED; cycle += 1) await contestant.cycle(0);
  const { rows } = await admin.query('SELECT sum(calls)::integer AS calls FROM pg_stat_statements');
  return rows[0].calls / COUNTED;
}
