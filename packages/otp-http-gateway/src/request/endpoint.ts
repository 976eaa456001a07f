import type { OptionProblems } from '@countersign/otp-core/adapter';
import { isThisMachine, parseUrl } from '@countersign/otp-provider-utils';

/** What can stand in a request: in a place of the endpoint, or as a parameter. In the order of parameters. */
export const GATEWAY_FIELDS = ['username', 'password', 'apiKey', 'to', 'text', 'from'] as const;

export type GatewayField = (typeof GATEWAY_FIELDS)[number];

/** The `endpoint` option. Its value may hold secrets in its query, so no problem ever quotes it. */
export interface GatewayEndpoint {
  /** Scheme, host, port and path. */
  readonly base: string;
  /** The endpoint's own parameters as they were written, without the `?`; empty where it has none. */
  readonly query: string;
  readonly queryNames: readonly string[];
  /** What it has placeholders for, such as `{to}`. */
  readonly fields: readonly GatewayField[];
  readonly isLoopback: boolean;
}

export function readGatewayEndpoint(
  endpoint: unknown,
  plainHttp: 'loopback-only' | 'any-host',
  problems: OptionProblems,
): GatewayEndpoint {
  const written = typeof endpoint === 'string' ? endpoint.slice(0, MAX_LENGTH + 1) : '';
  const { marked, fields } = markPlaces(written);
  // A brace without a known name in it, or one in the host.
  const isFlawed = /[{}]/.test(marked) || /^[^/]*\/\/[^/?#]*[{}]/.test(written) || written.includes(MARK);
  const url = parseUrl(marked);
  if (url === null || isFlawed) {
    problems.add('endpoint', isFlawed ? PLACE_FLAW : 'must be an absolute URL such as https://gateway.example/send');
    return { base: '', query: '', queryNames: [], fields: [], isLoopback: false };
  }
  const isLoopback = isThisMachine(url.hostname);
  if (url.username !== '' || url.password !== '') {
    problems.add('endpoint', "must not hold credentials; use username and password, or authentication: 'basic'");
  }
  if (written.includes('#')) problems.add('endpoint', 'must not have a fragment');
  if (url.protocol === 'http:' && plainHttp === 'loopback-only' && !isLoopback) {
    problems.add('endpoint', "must be https; plain http to another machine needs plainHttp: 'any-host'");
  }
  return {
    base: url.origin + url.pathname,
    query: url.search.slice(1),
    queryNames: [...url.searchParams.keys()],
    fields,
    isLoopback,
  };
}

const MAX_LENGTH = 2048;

const PLACE_FLAW =
  'may have {to}, {text}, {from}, {username}, {password} and {apiKey} in its path and query, and no other braces';

/**
 * For the URL parser each placeholder becomes a word it leaves alone, which is replaced when a message is sent: so what a
 * value holds can never change the host, nor any part but its own.
 */
function markPlaces(endpoint: string): { readonly marked: string; readonly fields: readonly GatewayField[] } {
  const fields: GatewayField[] = [];
  const marked = endpoint.replaceAll(/\{([A-Za-z]{1,16})\}/g, (written, name: string) => {
    const field = FIELD_OF_PLACE.get(name.toLowerCase());
    if (field === undefined) return written;
    fields.push(field);
    return `${MARK}${field}-here`;
  });
  return { marked, fields };
}

const FIELD_OF_PLACE: ReadonlyMap<string, GatewayField> = new Map([
  ...GATEWAY_FIELDS.map((field) => [field.toLowerCase(), field] as const),
  ['message', 'text'],
  ['sender', 'from'],
]);

const MARK = 'countersign-place-';
const MARKED = new RegExp(`${MARK}([A-Za-z]+)-here`, 'g');

/**
 * Puts encoded values into an endpoint. `null` where one would make a path climb: parsers take `..` for the folder
 * above, percent signs or not.
 */
export function fillEndpoint(
  { base, query }: GatewayEndpoint,
  encodedOf: (field: GatewayField) => string,
): { readonly base: string; readonly query: string } | null {
  const fill = (part: string): string => part.replaceAll(MARKED, (_mark, field: GatewayField) => encodedOf(field));
  const filled = fill(base);
  if (filled !== base && filled.split('/').some((segment) => /^\.{1,2}$/.test(segment))) return null;
  return { base: filled, query: fill(query) };
}
