/** A `Pool` of `pg`. */
import { hasSqlState } from '../calls/sql-state.ts';
import { GIVEN_UP, type PostgresRow, type PostgresStatement, type SqlClient } from './sql-client.ts';

/** What is used of a `Pool` of `pg`, 8.11 or newer. */
export interface PgPoolLike {
  readonly totalCount: number;
  connect(
    callback: (
      error: Error | undefined,
      client: PgClientLike | undefined,
      release: (destroy?: Error | boolean) => void,
    ) => void,
  ): void;
}

/** What is used of a client that a pool lends. */
export interface PgClientLike {
  query(
    query: { readonly name?: string; readonly text: string; readonly values: string[] },
    callback: (error: Error, result: { readonly rows: PostgresRow[] }) => void,
  ): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}

export function isPgPool(client: unknown): client is PgPoolLike {
  return (
    typeof client === 'object' &&
    client !== null &&
    typeof (client as PgPoolLike).connect === 'function' &&
    typeof (client as PgPoolLike).totalCount === 'number'
  );
}

export function createPgPoolClient(
  pool: PgPoolLike,
  statements: 'named' | 'unnamed',
  close: () => Promise<void>,
): SqlClient {
  const queryOf = ({ name, text }: PostgresStatement, values: string[]) =>
    statements === 'named' ? { name, text, values } : { text, values };

  return {
    query: (statement, values, ticket) =>
      new Promise((resolve, reject) => {
        pool.connect((connectError, client, release) => {
          if (connectError || client === undefined) {
            reject(connectError);
            return;
          }
          if (ticket.isGivenUp) {
            release();
            reject(GIVEN_UP);
            return;
          }
          client.on('error', ignore);
          const giveBack = (destroy: boolean) => {
            if (ticket.onGiveUp === null) return;
            ticket.onGiveUp = null;
            // One that is thrown away may still say why; nobody else listens then, and the process would end.
            if (!destroy) client.removeListener('error', ignore);
            release(destroy);
          };
          // A server that does not answer would otherwise keep the connection, and soon all of them.
          ticket.onGiveUp = () => giveBack(true);
          // The types of `pg` forget that a parameter may be null.
          client.query(queryOf(statement, values as string[]), (error, result) => {
            giveBack(error ? !hasSqlState(error) || isFatal(error) : false);
            if (error) reject(error);
            else resolve(result.rows);
          });
        });
      }),
    close,
  };
}

function ignore(): void {}

/** The server has ended the session. */
function isFatal(error: Error): boolean {
  const { severity } = error as { severity?: unknown };
  return severity === 'FATAL' || severity === 'PANIC';
}
