/** PGlite: PostgreSQL within the process, one statement at a time. */
import { GIVEN_UP, type SqlClient } from './sql-client.ts';

/** What is used of a `PGlite`, 0.3 or newer. */
export interface PgliteLike {
  readonly waitReady: Promise<void>;
  query(text: string, values: (string | null)[], options: PgliteQueryOptions): Promise<{ readonly rows: unknown[] }>;
  exec(text: string): Promise<unknown>;
}

/** Overrides what the database was opened with. */
export interface PgliteQueryOptions {
  readonly rowMode: 'array';
  readonly parsers: Record<number, (value: string) => string>;
  readonly serializers: Record<number, (value: string) => string>;
}

/** The types that our functions take and answer with: text, bigint, integer. */
const OUR_TYPES = [25, 20, 23];
const AS_SENT = Object.fromEntries(OUR_TYPES.map((type) => [type, String]));
const OPTIONS: PgliteQueryOptions = { rowMode: 'array', parsers: AS_SENT, serializers: AS_SENT };

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
        const { rows } = await database.query(statement.text, [...values], OPTIONS);
        return (rows[0] as readonly unknown[] | undefined)?.[0];
      });
      last = answer.catch(() => {});
      return answer;
    },
    close,
  };
}
