/** PostgreSQL's text form of an array: the same for every client, whatever it makes of JavaScript arrays. */
import type { PostgresValue } from '../connection/sql-client.ts';

export function toArrayText(values: readonly PostgresValue[]): string {
  return `{${values.map(toElement).join(',')}}`;
}

function toElement(value: PostgresValue): string {
  if (value === null) return 'NULL';
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
