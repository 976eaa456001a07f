/** A `Pool` of `pg`. */
import { hasSqlState } from '../calls/sql-state.ts';
import { GIVEN_UP, type PostgresStatement, type SqlClient } from './sql-client.ts';

/** What is used of a `Pool` of `pg`, 8.11 or newer. */
export interface PgPoolLike {
  readonly totalCount: number;
  readonly options?: object;
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
  query(query: PgQueryLike, callback: (error: Error, result: { readonly rows: unknown[][] }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}

/** A query that is asked for, with its own idea of types. */
export interface PgQueryLike {
  readonly name?: string;
  readonly text: string;
  readonly values: string[];
  readonly rowMode: 'array';
  readonly types: typeof AS_SENT;
}

/** Values as the server sends them, whatever the application has told `pg` about types. */
const AS_SENT = { getTypeParser: () => String };

export function isPgPool(client: unknown): client is PgPoolLike {
  return (
    typeof client === 'object' &&
    client !== null &&
    typeof (client as PgPoolLike).connect === 'function' &&
    typeof (client as PgPoolLike).totalCount === 'number'
  );
}

export function createPgPoolClient(pool: PgPoolLike, close: () => Promise<void>): SqlClient {
  const queryOf = ({ name, text }: PostgresStatement, values: string[]): PgQueryLike => ({
    ...(name === '' ? {} : { name }),
    text,
    values,
    rowMode: 'array',
    types: AS_SENT,
  });

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
            else resolve(result.rows[0]?.[0]);
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
