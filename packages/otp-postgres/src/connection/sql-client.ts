/** All that the store asks of a PostgreSQL client. One small file each makes one of `pg`, postgres.js, PGlite or a function. */

/** A statement that never changes; its name is that of the prepared statement, where the client has such. */
export interface PostgresStatement {
  readonly name: string;
  readonly text: string;
}

/** Parameters travel as text, which every client sends alike and the server reads. */
export type PostgresValue = string | null;

/** A row as clients give it. Every column that the store reads is text. */
export type PostgresRow = Readonly<Record<string, unknown>>;

/** What a call and the client that serves it know of each other. */
export interface Ticket {
  /** Nobody waits any more: what has not left is not to leave. */
  isGivenUp: boolean;
  /** Set by the client: frees what the call holds. */
  onGiveUp: (() => void) | null;
}

export interface SqlClient {
  query(
    statement: PostgresStatement,
    values: readonly PostgresValue[],
    ticket: Ticket,
  ): PromiseLike<readonly PostgresRow[]>;
  /** Ends what we opened, and only that. */
  close(): Promise<void>;
}

/** Why a call ended that nobody waited for. Never reaches anybody. */
export const GIVEN_UP = 'given up';
