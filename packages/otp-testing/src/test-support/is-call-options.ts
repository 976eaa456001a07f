/** As an adapter reads them, for the played ones. */
export function isCallOptions(options: unknown): boolean {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return false;
  try {
    const { signal } = options as { readonly signal?: unknown };
    return signal === undefined || signal instanceof AbortSignal;
  } catch {
    return false;
  }
}
