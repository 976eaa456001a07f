/** Reads what Telnyx wrote as if anybody had: own fields only, of the right type, of a size that can be. */
import { isOptions } from '@countersign/otp-core/adapter';

/** A field of an object, or of an object in an array's place `0`; `undefined` for anything else. */
export function fieldOf(value: unknown, ...path: readonly (string | 0)[]): unknown {
  let current = value;
  for (const name of path) {
    if (name === 0) current = Array.isArray(current) ? current[0] : undefined;
    else current = isOptions(current) && Object.hasOwn(current, name) ? current[name] : undefined;
  }
  return current;
}

/** The ids that Telnyx gives to messages and verifications are UUIDs; anything without room for a text will do. */
export function readId(value: unknown): string | null {
  return typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(value) ? value : null;
}
