/** PGlite: PostgreSQL within the process, one statement at a time. */
import { GIVEN_UP, type PostgresRow, type SqlClient } from './sql-client.ts';

/** What is used of a `PGlite`, 0.3 or newer. */
export interface PgliteLike {
  readonly waitReady: Promise<void>;
  query(text: string, values: (string | null)[]): Promise<{ readonly rows: unknown[] }>;
  exec(text: string): Promise<unknown>;
}

export function isPglite(client: unknown): client is PgliteLike {
  return (
    typeof client === 'object' &&
    client !== null &&
    typeof (client as PgliteLike).query === 'function' &&
    typeof (client as PgliteLike).exec === 'function' &&
    'waitReady' in client
  );
}

export function createPgliteClient(database: PgliteLike, close: () => Promise<void>): SqlClient {
  /** It has a queue of its own, but one that nobody can leave. */
  let last: Promise<unknown> = Promise.resolve();
  return {
    query(statement, values, ticket) {
      const answer = last.then(async () => {
        if (ticket.isGivenUp) throw GIVEN_UP;
        const { rows } = await database.query(statement.text, [...values]);
        return rows as readonly PostgresRow[];
      });
      last = answer.catch(() => {});
      return answer;
    },
    close,
  };
}
