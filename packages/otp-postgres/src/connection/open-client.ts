/** Opens what an address names, with the library that speaks to it. */
import type { ResolvedPostgresOptions } from '../postgres-options.ts';
import { loadPg, loadPostgresJs } from './load-library.ts';
import { openPglite } from './open-pglite.ts';
import { createPgPoolClient } from './pg-pool-client.ts';
import { createPgliteClient } from './pglite-client.ts';
import { createPostgresJsClient, type PostgresJsSource } from './postgres-js-client.ts';
import type { SqlClient } from './sql-client.ts';

/** How long closing waits for connections that do not end. */
const CLOSE_SECONDS = 5;

export async function openClient(
  address: Extract<ResolvedPostgresOptions['source'], { readonly kind: 'address' }>,
  options: Pick<ResolvedPostgresOptions, 'queryTimeoutMs' | 'statements'>,
): Promise<SqlClient> {
  if (address.address.kind === 'server') {
    const { url } = address.address;
    return address.library === 'postgres'
      ? openPostgresJs(url, address.maxConnections, options)
      : openPg(url, address.maxConnections, options);
  }
  const { database, close } = await openPglite(address.address);
  return createPgliteClient(database, close);
}

type Limits = Pick<ResolvedPostgresOptions, 'queryTimeoutMs' | 'statements'>;

async function openPg(url: string, maxConnections: number, options: Limits): Promise<SqlClient> {
  const pg = await loadPg();
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: options.queryTimeoutMs,
    // Nobody waits for it any longer: the server need not go on.
    statement_timeout: options.queryTimeoutMs,
    application_name: 'countersign',
    keepAlive: true,
    // An idle store is no reason for a process to stay.
    allowExitOnIdle: true,
  });
  // A connection that breaks while idle is replaced when the next one is needed; unheard, it would end the process.
  pool.on('error', () => {});
  return createPgPoolClient(pool, options.statements, () => pool.end());
}

async function openPostgresJs(url: string, maxConnections: number, options: Limits): Promise<SqlClient> {
  const postgres = await loadPostgresJs();
  const timeoutSeconds = Math.ceil(options.queryTimeoutMs / 1000);
  const start = () =>
    postgres(url, {
      max: maxConnections,
      connect_timeout: timeoutSeconds,
      // So that an idle store does not keep a process.
      idle_timeout: 10,
      onnotice: () => {},
      // Only text is read. And a connection that breaks while it asks for types would end the process.
      fetch_types: false,
      connection: { application_name: 'countersign', statement_timeout: options.queryTimeoutMs },
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
    close: () => sql.end({ timeout: CLOSE_SECONDS }),
  };
  return createPostgresJsClient(source, options.statements);
}
