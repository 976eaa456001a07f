/** Puts the names of a deployment into our SQL, which is written with the default ones. */

export interface ObjectNames {
  readonly schema: string;
  readonly tablePrefix: string;
}

export const DEFAULT_NAMES: ObjectNames = { schema: 'countersign', tablePrefix: 'otp' };

/** PostgreSQL cuts longer names off, silently. */
const LONGEST_NAME_BYTES = 63;
/** What the longest of our names adds to the prefix. */
export const LONGEST_PREFIX_BYTES = LONGEST_NAME_BYTES - '_at_read_committed_v1'.length;

/** What is wrong with a name, if anything. */
export function problemOfName(name: unknown, longestBytes: number = LONGEST_NAME_BYTES): string | undefined {
  const isName = typeof name === 'string' && name !== '' && !/[\0\p{Cs}]/u.test(name);
  if (isName && Buffer.byteLength(name) <= longestBytes) return undefined;
  return `must be a name of 1 to ${longestBytes} bytes of well-formed text without a NUL`;
}

/** `"otp_numbers"`, quoted, in its schema. */
export function qualifiedName({ schema, tablePrefix }: ObjectNames, object: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(`${tablePrefix}_${object}`)}`;
}

/** In one pass, so that a name that looks like another of ours is not replaced again. */
export function withNames(sql: string, names: ObjectNames): string {
  const bodyTag = bodyTagFor(names);
  return sql.replace(
    /"countersign"|'countersign'|"otp_([a-z0-9_]+)"|\$body\$/g,
    (token, object: string | undefined) => {
      if (object !== undefined) return quoteIdentifier(`${names.tablePrefix}_${object}`);
      if (token === '$body$') return bodyTag;
      return token.startsWith('"') ? quoteIdentifier(names.schema) : quoteLiteral(names.schema);
    },
  );
}

/** A tag that no name can end. */
function bodyTagFor({ schema, tablePrefix }: ObjectNames): string {
  let tag = '$body$';
  for (let index = 1; `${schema} ${tablePrefix}`.includes(tag); index += 1) tag = `$body${index}$`;
  return tag;
}

function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** With `E` where there is a backslash: what it means otherwise depends on the server's settings. */
export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
  return text.includes('\\') ? ` E${quoted}` : quoted;
}
