/** Reads what a vendor wrote as if anybody had: own fields only. */
import { isOptions } from '@countersign/otp-core/adapter';

/** A field of an object; `undefined` for anything else. */
export function fieldOf(value: unknown, name: string): unknown {
  return isOptions(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** `undefined` where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
