/** The body of a request as a recipe reads it: an object whose fields may be anything. What the recipe does not know is ignored. */
export function readFields(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
}

/** A text of a sensible length; `null`: it is missing, or something else. */
export function readText(value: unknown, longest = 1_024): string | null {
  return typeof value === 'string' && value !== '' && value.length <= longest ? value : null;
}
