/** Reads JSON that anybody may have written: own members only, and nothing of another type than was asked for. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** `null` where it is no JSON object. */
export function parseJsonObject(text: string): JsonObject | null {
  try {
    return asJsonObject(JSON.parse(text));
  } catch {
    return null;
  }
}

export function asJsonObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** `undefined` where the object itself has no such member: nothing is inherited. */
export function memberOf(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

export function stringIn(object: JsonObject, name: string): string | null {
  const value = memberOf(object, name);
  return typeof value === 'string' ? value : null;
}

export function objectIn(object: JsonObject, name: string): JsonObject | null {
  return asJsonObject(memberOf(object, name));
}
