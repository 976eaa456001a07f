/** Reads the address of a database. */

export type PostgresAddress =
  | { readonly kind: 'server'; readonly url: string }
  | { readonly kind: 'pglite-memory' }
  | { readonly kind: 'pglite-directory'; readonly path: string };

/** `undefined`: not an address of ours. */
export function readPostgresUrl(url: string): PostgresAddress | undefined {
  if (/^postgres(ql)?:\/\//.test(url)) return URL.canParse(url) ? { kind: 'server', url } : undefined;
  if (!url.startsWith('pglite:')) return undefined;
  const path = url.slice('pglite:'.length);
  if (path === 'memory:') return { kind: 'pglite-memory' };
  return path === '' || path.includes('\0') ? undefined : { kind: 'pglite-directory', path };
}
