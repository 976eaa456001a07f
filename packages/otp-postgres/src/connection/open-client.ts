/** Opens what an address names, with the library that speaks to it. */
import type { ResolvedPostgresOptions } from '../postgres-options.ts';
import { loadPg, loadPostgresJs } from './load-library.ts';
import { openPglite } from './open-pglite.ts';
import { createPgPoolClient } from './pg-pool-client.ts';
import { createPgliteClient } from './pglite-client.ts';
import { createPostgresJsClient, type PostgresJsSource } from './postgres-js-client.ts';
import type { SqlClient } from './sql-client.ts';

export async function openClient(
  address: Extract<ResolvedPostgresOptions['source'], { readonly kind: 'address' }>,
  timeoutMs: number,
): Promise<SqlClient> {
  if (address.address.kind === 'server') {
    const { url } = address.address;
    return address.library === 'postgres'
      ? openPostgresJs(url, address.maxConnections, timeoutMs)
      : openPg(url, address.maxConnections, timeoutMs);
  }
  const { database, close } = await openPglite(address.address);
  return createPgliteClient(database, close);
}

/**
 * Neither asks for anything when it connects but a user, a database, an encoding and a name: what a server would grant,
 * `statement_timeout` above all, a pooler in front of it refuses, as its connections are not one client's alone.
 */
async function openPg(url: string, maxConnections: number, timeoutMs: number): Promise<SqlClient> {
  const pg = await loadPg();
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: timeoutMs,
    application_name: 'countersign',
    keepAlive: true,
    // An idle store is no reason for a process to stay.
    allowExitOnIdle: true,
  });
  // A connection that breaks while idle is replaced when the next one is needed; unheard, it would end the process.
  pool.on('error', () => {});
  return createPgPoolClient(pool, () => pool.end());
}

async function openPostgresJs(url: string, maxConnections: number, timeoutMs: number): Promise<SqlClient> {
  const postgres = await loadPostgresJs();
  const timeoutSeconds = Math.ceil(timeoutMs / 1000);
  const start = () =>
    postgres(url, {
      max: maxConnections,
      connect_timeout: timeoutSeconds,
      // So that an idle store does not keep a process.
      idle_timeout: 10,
      onnotice: () => {},
      // Only text is read. And a connection that breaks while it asks for types would end the process.
      fetch_types: false,
      connection: { application_name: 'countersign' },
    });
  let sql = start();
  const source: PostgresJsSource = {
    get sql() {
      return sql;
    },
    // It cannot give a single connection up, as a pool of pg can: all are replaced, and end when their queries have.
    renew() {
      const former = sql;
      sql = start();
      former.end({ timeout: timeoutSeconds }).catch(() => {});
    },
    // Without a call that is waited for there is nothing to wait for; a query that was given up may never end.
    close: (isWaitedFor) => sql.end({ timeout: isWaitedFor ? timeoutMs / 1000 : 0 }),
  };
  return createPostgresJsClient(source);
}
