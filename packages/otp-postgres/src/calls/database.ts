/** Asks the database: one statement a step, within its deadline, again only where nothing can have been counted. */
import { readStoreTimeout } from '@countersign/otp-core/adapter';
import type { StoreCallOptions } from '@countersign/otp-core/spec';
import { openClient } from '../connection/open-client.ts';
import { createPgPoolClient, isPgPool } from '../connection/pg-pool-client.ts';
import { createPgliteClient, isPglite } from '../connection/pglite-client.ts';
import { createPostgresJsClient, isPostgresJs } from '../connection/postgres-js-client.ts';
import {
  GIVEN_UP,
  type PostgresStatement,
  type PostgresValue,
  type SqlClient,
  type Ticket,
} from '../connection/sql-client.ts';
import type { ResolvedPostgresOptions } from '../postgres-options.ts';
import { createStepStatements, type StepName } from '../schema/statements.ts';
import { withinDeadline } from './deadline.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import { codeOf } from './sql-state.ts';
import { storeFaultOf, unavailable } from './store-fault.ts';

export interface Database {
  /**
   * The fields of the outcome. Calls with the same key go one after another.
   * @throws OtpStoreError; OtpMisuseError for options that make no sense
   */
  step(
    step: StepName,
    values: readonly PostgresValue[],
    key: string | null,
    options?: StoreCallOptions,
  ): Promise<readonly string[]>;
  /** Any statement without values, once, and the text it answers with. Rejects with the client's own error. */
  query(statement: PostgresStatement, timeoutMs: number): Promise<unknown>;
  /** Opens what is to be opened. Rejects with the client's own error. */
  open(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

const SEPARATOR = '\u001F';
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const UNIQUE_VIOLATION = '23505';
const READ_ONLY_TRANSACTION = '25006';
/** A pooler gave the statement to another connection than the one it was prepared on: nothing of it was done. */
const NOT_PREPARED_HERE = ['26000', '42P05'];
/** The server has certainly undone all of the statement. After anything else it may have counted: then nobody tries again. */
const CERTAINLY_UNDONE = [SERIALIZATION_FAILURE, DEADLOCK_DETECTED, UNIQUE_VIOLATION];
const MOST_TRIES = 12;
const LONGEST_PAUSE_MS = 64;

/** `prepare` is run once, on what was opened, before anything else is asked of it. */
export function createDatabase(
  options: ResolvedPostgresOptions,
  prepare?: (query: SqlClient['query']) => Promise<void>,
): Database {
  const statements = createStepStatements(options.names);
  const queue = createKeyedQueue();
  let client: SqlClient | null = null;
  let opening: Promise<SqlClient> | null = null;
  let closing: Promise<void> | null = null;
  /** Until the server tells that its transactions are not at read committed. */
  let form: 'plain' | 'atReadCommitted' = 'plain';
  /** Until a pooler tells that it does not keep prepared statements. */
  let naming = options.statements;

  /** One that failed is tried again by the next call. */
  function openOnce(): Promise<SqlClient> {
    opening ??= openAndPrepare().then(
      (opened) => {
        client = opened;
        return opened;
      },
      (error: unknown) => {
        opening = null;
        throw error;
      },
    );
    return opening;
  }

  async function openAndPrepare(): Promise<SqlClient> {
    const opened = await openSource(options);
    try {
      if (prepare !== undefined) await prepare(opened.query);
      return opened;
    } catch (error) {
      await opened.close().catch(() => {});
      throw error;
    }
  }

  async function tryStep(step: StepName, values: readonly PostgresValue[], ticket: Ticket): Promise<readonly string[]> {
    for (let attempt = 1; ; attempt += 1) {
      // Of this attempt: another call may change it meanwhile.
      const asked = naming;
      try {
        const opened = client ?? (await openOnce());
        if (ticket.isGivenUp) throw GIVEN_UP;
        const { statement, valuesOf } = statements[step][form];
        return fieldsOf(await opened.query(named(statement, asked), valuesOf(values), ticket));
      } catch (error) {
        if (ticket.isGivenUp) throw GIVEN_UP;
        const code = codeOf(error);
        if (asked === 'named' && NOT_PREPARED_HERE.includes(code)) {
          naming = 'unnamed';
          continue;
        }
        const isAboutForm = code === SERIALIZATION_FAILURE || code === READ_ONLY_TRANSACTION;
        if (form === 'plain' && isAboutForm) {
          // Something that splits reads from writes may have taken a SELECT for a read.
          form = 'atReadCommitted';
          continue;
        }
        if (!CERTAINLY_UNDONE.includes(code) || attempt >= MOST_TRIES) throw storeFaultOf(error);
        await pause(attempt);
      }
    }
  }

  function requireOpen(): void {
    if (closing !== null) throw unavailable('The PostgreSQL store is closed.');
  }

  return {
    async step(step, values, key, callOptions) {
      const timeoutMs = readStoreTimeout(callOptions, options.queryTimeoutMs);
      requireOpen();
      let hasTurn = key === null;
      try {
        return await withinDeadline(timeoutMs, async (ticket) => {
          if (key !== null) {
            const turn = queue.enter(key, ticket);
            if (turn !== undefined) await turn;
            hasTurn = true;
          }
          return tryStep(step, values, ticket);
        });
      } finally {
        if (key !== null && hasTurn) queue.leave(key);
      }
    },

    async query(statement, timeoutMs) {
      requireOpen();
      return withinDeadline(timeoutMs, async (ticket) =>
        (client ?? (await openOnce())).query(named(statement, 'unnamed'), [], ticket),
      );
    },

    async open(timeoutMs) {
      requireOpen();
      if (client === null) await withinDeadline(timeoutMs, openOnce);
    },

    close() {
      closing ??= closeOpened();
      return closing;
    },
  };

  async function closeOpened(): Promise<void> {
    const opened = client ?? (await opening?.catch(() => null)) ?? null;
    if (opened === null) return;
    // A connection that does not end must not keep anybody from closing.
    await withinDeadline(options.queryTimeoutMs, () => opened.close()).catch(() => {});
  }
}

function named(statement: PostgresStatement, naming: 'named' | 'unnamed'): PostgresStatement {
  return naming === 'named' ? statement : { ...statement, name: '' };
}

async function openSource({ source, queryTimeoutMs }: ResolvedPostgresOptions): Promise<SqlClient> {
  const nothingToClose = async (): Promise<void> => {};
  switch (source.kind) {
    case 'query': {
      const { query } = source;
      return {
        query: async (statement, values) => (await query(statement, values))[0]?.outcome,
        close: nothingToClose,
      };
    }
    case 'client': {
      const { client } = source;
      if (isPostgresJs(client)) return createPostgresJsClient({ sql: client, renew: null, close: nothingToClose });
      if (isPgPool(client)) return createPgPoolClient(client, nothingToClose);
      if (isPglite(client)) return createPgliteClient(client, nothingToClose);
      throw unavailable('The client is none that is known.');
    }
    case 'address':
      return openClient(source, queryTimeoutMs);
  }
}

function fieldsOf(outcome: unknown): readonly string[] {
  if (typeof outcome !== 'string') throw unavailable('PostgreSQL answered nonsense.');
  return outcome.split(SEPARATOR);
}

/** Longer each time and never the same, so that those who met do not meet again. */
function pause(attempt: number): Promise<void> {
  const mostMs = Math.min(2 ** attempt, LONGEST_PAUSE_MS);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * mostMs));
}
