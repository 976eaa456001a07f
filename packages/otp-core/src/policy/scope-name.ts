/** Purposes and tenants: visible ASCII, so that no two spellings of a name look alike and none is unbounded. */
export function isScopeName(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,64}$/.test(value);
}

export const DEFAULT_PURPOSE = 'default';
export const DEFAULT_TENANT = 'default';
