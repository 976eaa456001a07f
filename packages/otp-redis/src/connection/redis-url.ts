/** Reads an address of Redis: one server, a Cluster or a group of Sentinels. */
import type { OptionProblems } from '@countersign/otp-core/adapter';

export interface RedisHost {
  readonly host: string;
  readonly port: number;
}

export interface RedisAddress {
  readonly kind: 'single' | 'cluster' | 'sentinel';
  readonly hosts: readonly RedisHost[];
  readonly isTls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Of a single server or behind Sentinels; a Cluster has database 0 only. */
  readonly database: number;
  /** What the Sentinels call the server. */
  readonly masterName: string;
}

const KINDS = {
  'redis:': { kind: 'single', isTls: false, port: 6379 },
  'rediss:': { kind: 'single', isTls: true, port: 6379 },
  'redis+cluster:': { kind: 'cluster', isTls: false, port: 6379 },
  'redis+sentinel:': { kind: 'sentinel', isTls: false, port: 26379 },
} as const;

/** `scheme://user:password@hosts/path?query`. Read by hand: URL takes one host only. */
const PARTS = /^([a-z+]+:)\/\/(?:([^@/]*)@)?([^@/?]+)(?:\/([^?]*))?(?:\?(.*))?$/;
const HOST = /^(\[[0-9a-fA-F:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/;

/** Nothing of the address is repeated in a problem: it may hold a password. */
export function readRedisUrl(option: string, url: unknown, problems: OptionProblems): RedisAddress | null {
  const parts = typeof url === 'string' ? PARTS.exec(url) : null;
  const kind = KINDS[parts?.[1] as keyof typeof KINDS];
  if (parts === null || kind === undefined) {
    problems.add(option, `must begin with ${Object.keys(KINDS).join('//, ')}// and name a host`);
    return null;
  }
  const [, , login, hostList = '', path = '', query = ''] = parts;
  const hosts = hostList.split(',').map((text) => readHost(text, kind.port));
  if (hosts.includes(null)) problems.add(option, 'must name hosts as host or host:port');
  if (kind.kind === 'single' && hosts.length > 1) problems.add(option, 'names several hosts: use redis+cluster://');
  const { username, password } = readLogin(option, login, problems);
  const place = readPath(option, kind.kind, path, problems);
  return {
    kind: kind.kind,
    hosts: hosts.filter((host) => host !== null),
    isTls: readTls(option, query, problems) || kind.isTls,
    username,
    password,
    ...place,
  };
}

function readHost(text: string, defaultPort: number): RedisHost | null {
  const [, host, port] = HOST.exec(text) ?? [];
  const number = port === undefined ? defaultPort : Number(port);
  if (host === undefined || number < 1 || number > 65_535) return null;
  return { host: host.replace(/^\[|\]$/g, ''), port: number };
}

function readLogin(option: string, login: string | undefined, problems: OptionProblems) {
  if (login === undefined) return { username: undefined, password: undefined };
  const colon = login.indexOf(':');
  try {
    const username = decodeURIComponent(colon < 0 ? login : login.slice(0, colon));
    const password = colon < 0 ? undefined : decodeURIComponent(login.slice(colon + 1));
    return { username: username === '' ? undefined : username, password };
  } catch {
    problems.add(option, 'has a user or password that is not percent-encoded');
    return { username: undefined, password: undefined };
  }
}

/** A database for a single server; the master's name, and a database if need be, for Sentinels. */
function readPath(option: string, kind: RedisAddress['kind'], path: string, problems: OptionProblems) {
  const segments = path.split('/').filter((segment) => segment !== '');
  const masterName = kind === 'sentinel' ? (segments.shift() ?? '') : '';
  if (kind === 'sentinel' && masterName === '') problems.add(option, 'must end with the name of the master');
  const [database = '0', ...others] = segments;
  const isDatabase = /^\d{1,4}$/.test(database) && others.length === 0;
  if (!isDatabase || (kind === 'cluster' && database !== '0')) {
    problems.add(option, kind === 'cluster' ? 'names a database; a Cluster has one' : 'may end with a database number');
  }
  return { masterName, database: Number(database) };
}

function readTls(option: string, query: string, problems: OptionProblems): boolean {
  const parameters = new URLSearchParams(query);
  for (const [name, value] of parameters) {
    if (name !== 'tls' || !['true', 'false'].includes(value))
      problems.add(option, 'accepts only the parameter tls=true');
  }
  return parameters.get('tls') === 'true';
}
