/** `policy.ttlMs` becomes a member of a member. The names are the catalog's, so none is `__proto__`. */
export function place(settings: Record<string, unknown>, path: string, value: unknown): void {
  const [name = '', ...others] = path.split('.');
  if (others.length === 0) {
    settings[name] = value;
    return;
  }
  settings[name] ??= {};
  place(settings[name] as Record<string, unknown>, others.join('.'), value);
}
