/** All that the store asks of a PostgreSQL client. One small file each makes one of `pg`, postgres.js, PGlite or a function. */

/** A statement that never changes. */
export interface PostgresStatement {
  /** Of the prepared statement, where the client has such; empty: it is to be sent without preparing it. */
  readonly name: string;
  readonly text: string;
}

/** Parameters travel as text, which every client sends alike and the server reads. */
export type PostgresValue = string | null;

/** A row as clients give it. All that is read is the text in its column `outcome`. */
export type PostgresRow = Readonly<Record<string, unknown>>;

/** What a call and the client that serves it know of each other. */
export interface Ticket {
  /** Nobody waits any more: what has not left is not to leave. */
  isGivenUp: boolean;
  /** Set by the client: frees what the call holds. */
  onGiveUp: (() => void) | null;
}

/**
 * Every statement of ours answers with one row of one text, or with nothing. So clients are asked for values by position
 * and as the server sends them: whatever an application makes of types, names of columns and rows is not met.
 */
export interface SqlClient {
  /** What the server answers: a text as it came, or `undefined` for no row. */
  query(statement: PostgresStatement, values: readonly PostgresValue[], ticket: Ticket): PromiseLike<unknown>;
  /** Ends what we opened, and only that. */
  close(): Promise<void>;
}

/** Why a call ended that nobody waited for. Never reaches anybody. */
export const GIVEN_UP = 'given up';
