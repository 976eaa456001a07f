import type { Generated } from 'kysely';

/** The tables, as migrations have left them. */
export interface Tables {
  readonly users: UsersTable;
  readonly sessions: SessionsTable;
}

export interface UsersTable {
  readonly id: Generated<string>;
  /** In E.164 form; `null`: a user without a number. */
  readonly phone_number: string | null;
  readonly name: string | null;
  readonly verified_at: Date | null;
  readonly created_at: Generated<Date>;
  readonly updated_at: Generated<Date>;
}

/** A session is one line of refresh tokens: only the newest is good. */
export interface SessionsTable {
  readonly id: string;
  readonly user_id: string;
  /** The newest refresh token's own id. */
  readonly token_id: string;
  readonly expires_at: Date;
  readonly revoked_at: Date | null;
}
