/** Reads what came from outside, a caller or a vendor, as if anybody had written it. */
import { isOptions, keepLongNumber } from '@countersign/otp-core/adapter';

/**
 * Fields of any value at all. Each is read once, so that what is checked is what is sent. Where a getter throws, none has
 * a value.
 */
export function readFields<Name extends string>(value: unknown, names: readonly Name[]): Record<Name, unknown> {
  const fields = Object.fromEntries(names.map((name) => [name, undefined])) as Record<Name, unknown>;
  try {
    const given = Object(value) as Record<string, unknown>;
    return { ...fields, ...Object.fromEntries(names.map((name) => [name, given[name]])) };
  } catch {
    return fields;
  }
}

/**
 * What stands at a path of a vendor's JSON: own fields only, `0` for the first of a list. `undefined` for anything else.
 *
 * @example
 * fieldOf(body, 'errors', 0, 'code');
 */
export function fieldOf(value: unknown, ...path: readonly (string | 0)[]): unknown {
  let current = value;
  for (const name of path) {
    if (name === 0) current = Array.isArray(current) ? current[0] : undefined;
    else current = isOptions(current) && Object.hasOwn(current, name) ? current[name] : undefined;
  }
  return current;
}

/** `null` where it is no string. */
export function textOf(value: unknown, ...path: readonly (string | 0)[]): string | null {
  const text = fieldOf(value, ...path);
  return typeof text === 'string' ? text : null;
}

/** JSON as text or as bytes of UTF-8; `undefined` where it is none. Long whole numbers are kept as text: they are ids. */
export function parseJson(json: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof json === 'string' ? json : (decodeText(json) ?? ''), keepLongNumber);
  } catch {
    return undefined;
  }
}

/** Bytes of UTF-8; `null` where they are none. */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
