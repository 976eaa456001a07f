/** JSON as Sinch's APIs are sent it; `null` where it is no object. Nothing is inherited from a prototype. */
export type SinchJson = Readonly<Record<string, unknown>>;

export function parseSinchJson(text: string): SinchJson | null {
  try {
    return asSinchJson(JSON.parse(text));
  } catch {
    return null;
  }
}

export function asSinchJson(value: unknown): SinchJson | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.assign(Object.create(null), value);
}
