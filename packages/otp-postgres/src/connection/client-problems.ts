/**
 * Options of an injected client that change what reaches the server, or what comes back, in a way that nothing here can
 * undo. They are refused by name when the store is made: later, every call would fail, or keep what another cannot find.
 */
import type { PgPoolLike } from './pg-pool-client.ts';
import type { PgliteLike } from './pglite-client.ts';
import { isPostgresJs, type PostgresJsLike } from './postgres-js-client.ts';

/** The types that our functions take: text, bigint, integer. */
const OUR_TYPES = { text: 25, bigint: 20, integer: 23 } as const;
/** Means nothing, and would be changed by whatever takes it for a number or a date. */
const PROBE = '1';

export function problemsOfClient(client: PgPoolLike | PostgresJsLike | PgliteLike): readonly string[] {
  if (isPostgresJs(client)) return problemsOfPostgresJs(client);
  const encoding = readOption(readOption(client, 'options'), 'client_encoding');
  return isUtf8(encoding) ? [] : ['has client_encoding set: texts are sent and read as UTF8, leave it out'];
}

function problemsOfPostgresJs({ options }: PostgresJsLike): readonly string[] {
  const problems: string[] = [];
  if (!isUtf8(readOption(readOption(options, 'connection'), 'client_encoding'))) {
    problems.push('has connection.client_encoding set: texts are sent and read as UTF8, leave it out');
  }
  if (typeof readOption(readOption(readOption(options, 'transform'), 'row'), 'from') === 'function') {
    problems.push('has transform.row set, which would change our rows: give this store a sql of its own without it');
  }
  for (const [name, type] of Object.entries(OUR_TYPES)) {
    const serialize = readOption(readOption(options, 'serializers'), `${type}`);
    if (typeof serialize === 'function' && !keepsTexts(serialize as (value: string) => unknown)) {
      problems.push(`has a type in types whose serialize changes what is sent as ${name}: leave texts as they are`);
    }
  }
  return problems;
}

function keepsTexts(serialize: (value: string) => unknown): boolean {
  try {
    return serialize(PROBE) === PROBE;
  } catch {
    return false;
  }
}

function isUtf8(encoding: unknown): boolean {
  return encoding === undefined || encoding === null || encoding === '' || /^utf-?8$/i.test(String(encoding));
}

function readOption(holder: unknown, name: string): unknown {
  const isHolder = (typeof holder === 'object' && holder !== null) || typeof holder === 'function';
  return isHolder ? (holder as Readonly<Record<string, unknown>>)[name] : undefined;
}
