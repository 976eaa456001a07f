/** Reads an address: of a server, or of a PGlite within the process. */

export type PostgresAddress =
  | {
      readonly kind: 'server';
      /** Without what is meant for us, or for other clients. */
      readonly url: string;
      /** What the address says of prepared statements; `null`: nothing. */
      readonly statements: 'named' | 'unnamed' | null;
    }
  | { readonly kind: 'pglite-memory' }
  | { readonly kind: 'pglite-directory'; readonly path: string };

/** Ours, and how others say that a pooler keeps no prepared statements: Prisma and Supabase, and postgres.js. */
const STATEMENTS: Readonly<Record<string, Readonly<Record<string, 'named' | 'unnamed'>>>> = {
  statements: { named: 'named', unnamed: 'unnamed' },
  pgbouncer: { true: 'unnamed', false: 'named' },
  prepare: { true: 'named', false: 'unnamed' },
};

/**
 * What hosts write into their addresses for other clients: of libpq, Prisma, Vercel. postgres.js would ask the server for
 * all of them, and both servers and poolers refuse what they do not know.
 */
const FOR_OTHER_CLIENTS = [
  'channel_binding',
  'connection_limit',
  'gssencmode',
  'keepalives',
  'krbsrvname',
  'pool_timeout',
  'schema',
  'socket_timeout',
  'sslaccept',
  'statement_cache_size',
  'supa',
  'tcp_user_timeout',
];

const NO_ADDRESS = 'must be like postgres://host/database, pglite:./directory or pglite:memory:';

/** A text says what is wrong, and nothing of the address: it may hold a password. */
export function readPostgresUrl(url: unknown): PostgresAddress | string {
  if (typeof url !== 'string') return NO_ADDRESS;
  if (/^postgres(ql)?:\/\//.test(url)) return readServerUrl(url);
  if (!url.startsWith('pglite:')) return NO_ADDRESS;
  const path = url.slice('pglite:'.length);
  // PGlite itself writes two slashes behind it.
  if (path === 'memory:' || path === 'memory://') return { kind: 'pglite-memory' };
  return path === '' || path.includes('\0') ? NO_ADDRESS : { kind: 'pglite-directory', path };
}

function readServerUrl(given: string): PostgresAddress | string {
  if (!URL.canParse(given)) return NO_ADDRESS;
  const [address = '', query] = given.split(/\?(.*)/s, 2);
  let statements: 'named' | 'unnamed' | null = null;
  const kept: string[] = [];
  // By hand, as it is written: `URLSearchParams` would write blanks as plus signs, which these clients do not read.
  for (const parameter of query?.split('&') ?? []) {
    const [name = '', value = ''] = parameter.split('=', 2);
    const meanings = Object.hasOwn(STATEMENTS, name) ? STATEMENTS[name] : undefined;
    if (meanings === undefined) {
      if (!FOR_OTHER_CLIENTS.includes(name)) kept.push(parameter);
      continue;
    }
    const meant = Object.hasOwn(meanings, value) ? meanings[value] : undefined;
    if (meant === undefined) return `has a parameter ${name} that must be ${Object.keys(meanings).join(' or ')}`;
    // Whoever says unnamed in any of these ways means it.
    if (statements !== 'unnamed') statements = meant;
  }
  return { kind: 'server', url: kept.length === 0 ? address : `${address}?${kept.join('&')}`, statements };
}
