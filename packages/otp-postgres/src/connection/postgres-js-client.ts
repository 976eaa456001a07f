/** `sql` of postgres.js. */
import { type ConnectionSlots, createConnectionSlots } from './connection-slots.ts';
import type { SqlClient } from './sql-client.ts';

/** What is used of `sql` of postgres.js, 3.4 or newer. */
export interface PostgresJsLike {
  unsafe(text: string, values: (string | null)[], options: { readonly prepare: boolean }): PostgresJsQueryLike;
  /** Tells it from the `sql` of a transaction. */
  begin(...given: never[]): unknown;
  readonly options: { readonly max: number };
}

/** What is used of a query of postgres.js. */
export interface PostgresJsQueryLike {
  /** Rows as lists of bytes, past the types and transformations of the application. */
  raw(): PromiseLike<readonly (readonly (Uint8Array | null)[])[]>;
}

export function isPostgresJs(client: unknown): client is PostgresJsLike {
  return (
    typeof client === 'function' &&
    typeof (client as unknown as PostgresJsLike).unsafe === 'function' &&
    typeof (client as unknown as PostgresJsLike).begin === 'function' &&
    typeof (client as unknown as PostgresJsLike).options === 'object'
  );
}

/** Where queries go. */
export interface PostgresJsSource {
  readonly sql: PostgresJsLike;
  /** Puts another in its place; `null` for one that is not ours. */
  readonly renew: (() => void) | null;
  /** `isWaitedFor`: whether calls are under way that somebody waits for. */
  close(isWaitedFor: boolean): Promise<void>;
}

/** No number, and every step takes a number: the server refuses it before anything is counted. */
const NO_VALUE = 'given up';

/** Of clients that are not ours: a store and a limiter share the connections of one. */
const sharedSlots = new WeakMap<PostgresJsLike, ConnectionSlots>();

/**
 * A query is never cancelled: that opens a connection, whose failure nobody can catch; it may end the next query of its
 * connection instead; and one that waits for its connection to open would keep that connection from ever being used.
 */
export function createPostgresJsClient(source: PostgresJsSource): SqlClient {
  const slots = source.renew === null ? sharedSlotsOf(source.sql) : slotsFor(source.sql);
  let waitedFor = 0;
  return {
    query: (statement, values, ticket) =>
      new Promise((resolve, reject) => {
        slots.take(ticket, (slot) => {
          const sent = [...values];
          waitedFor += 1;
          ticket.onGiveUp = () => {
            ticket.onGiveUp = null;
            waitedFor -= 1;
            // These are read when it leaves. It may still wait for its connection to open, for as long as that takes.
            sent.fill(NO_VALUE);
            if (source.renew === null || !slot.isAllSilent()) return;
            source.renew();
            slots.renew();
          };
          const leave = () => {
            if (ticket.onGiveUp !== null) waitedFor -= 1;
            ticket.onGiveUp = null;
            slot.leave();
          };
          // One that is given up keeps its slot: its connection is not free for another either.
          const query = source.sql.unsafe(statement.text, sent, { prepare: statement.name !== '' });
          query.raw().then(
            ([row]) => {
              leave();
              resolve(textOf(row?.[0]));
            },
            (error: unknown) => {
              leave();
              reject(error);
            },
          );
        });
      }),
    close: () => source.close(waitedFor > 0),
  };
}

/** What is no list of bytes is not ours, and nobody takes it for an answer. */
function textOf(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value;
}

function sharedSlotsOf(sql: PostgresJsLike): ConnectionSlots {
  const slots = sharedSlots.get(sql) ?? slotsFor(sql);
  sharedSlots.set(sql, slots);
  return slots;
}

function slotsFor({ options: { max } }: PostgresJsLike): ConnectionSlots {
  // Of a `max` that came as text, from an address or the environment, it makes one connection.
  return createConnectionSlots(typeof max === 'number' ? Math.max(1, max) : 1);
}
