/** JSON as Sinch's APIs are sent it; `null` where it is no object. Nothing is inherited from a prototype. */
export type SinchJson = Readonly<Record<string, unknown>>;

export function parseSinchJson(text: string): SinchJson | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return Object.assign(Object.create(null), value);
  } catch {
    return null;
  }
}
