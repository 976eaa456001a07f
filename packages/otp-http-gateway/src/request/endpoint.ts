import type { OptionProblems } from '@countersign/otp-core/adapter';
import { isThisMachine, parseUrl } from '@countersign/otp-provider-utils';

/** Reads the `endpoint` option. Its value may hold secrets in its query, so no problem ever quotes it. */
export interface GatewayEndpoint {
  /** Scheme, host, port and path. */
  readonly base: string;
  /** The endpoint's own parameters as they were written, without the `?`; empty where it has none. */
  readonly query: string;
  readonly queryNames: readonly string[];
  /** What the endpoint has placeholders for. */
  readonly fields: readonly EndpointField[];
  readonly isLoopback: boolean;
}

/** What is returned beside a problem is never used. */
export function readGatewayEndpoint(
  endpoint: unknown,
  plainHttp: 'loopback-only' | 'any-host',
  problems: OptionProblems,
): GatewayEndpoint {
  const template = readEndpointTemplate(typeof endpoint === 'string' ? endpoint.slice(0, MAX_LENGTH + 1) : '');
  const url = parseUrl(template.url);
  if (url === null || template.isFlawed) {
    const flaw = template.isFlawed ? TEMPLATE_FLAW : 'must be an absolute URL such as https://gateway.example/send';
    problems.add('endpoint', flaw);
    return { base: '', query: '', queryNames: [], fields: [], isLoopback: false };
  }
  for (const flaw of flawsOf(url, String(endpoint), plainHttp)) problems.add('endpoint', flaw);
  return {
    base: url.origin + url.pathname,
    query: url.search.slice(1),
    queryNames: [...url.searchParams.keys()],
    fields: template.fields,
    isLoopback: isThisMachine(url.hostname),
  };
}

const MAX_LENGTH = 2048;

const TEMPLATE_FLAW =
  'may have {to}, {text}, {from}, {username}, {password} and {apiKey} in its path and query, and no other braces';

function flawsOf(url: URL, written: string, plainHttp: 'loopback-only' | 'any-host'): string[] {
  const flaws: string[] = [];
  if (url.username !== '' || url.password !== '') {
    flaws.push("must not hold credentials; use username and password, or authentication: 'basic'");
  }
  if (written.includes('#')) flaws.push('must not have a fragment');
  if (url.protocol === 'http:' && plainHttp === 'loopback-only' && !isThisMachine(url.hostname)) {
    flaws.push("must be https; plain http to another machine needs plainHttp: 'any-host'");
  }
  return flaws;
}

/**
 * Placeholders in an endpoint, such as `{to}`. For the URL parser each becomes a word it leaves alone, which is
 * replaced when a message is sent: so what a value holds can never change the host, nor any part but its own.
 */
export type EndpointField = 'username' | 'password' | 'apiKey' | 'to' | 'text' | 'from';

const FIELDS: Readonly<Record<string, EndpointField>> = {
  username: 'username',
  password: 'password',
  apikey: 'apiKey',
  to: 'to',
  text: 'text',
  message: 'text',
  from: 'from',
  sender: 'from',
};

export interface EndpointTemplate {
  /** The endpoint with words in place of its placeholders. */
  readonly url: string;
  readonly fields: readonly EndpointField[];
  /** A brace without a known name in it, or one in the host. */
  readonly isFlawed: boolean;
}

function readEndpointTemplate(endpoint: string): EndpointTemplate {
  const fields: EndpointField[] = [];
  const url = endpoint.replaceAll(/\{([A-Za-z]{1,16})\}/g, (written, name: string) => {
    const field = Object.hasOwn(FIELDS, name.toLowerCase()) ? FIELDS[name.toLowerCase()] : undefined;
    if (field === undefined) return written;
    fields.push(field);
    return placeOf(field);
  });
  const host = /^[^/]*\/\/[^/?#]*/.exec(endpoint)?.[0] ?? '';
  return { url, fields, isFlawed: /[{}]/.test(url) || /[{}]/.test(host) || hasPlace(endpoint) };
}

/**
 * Puts encoded values into an endpoint. `null` where one would make a path climb: parsers take `..` for the folder
 * above, percent signs or not.
 */
export function fillEndpoint(
  base: string,
  query: string,
  encodedOf: (field: EndpointField) => string,
): { readonly base: string; readonly query: string } | null {
  const filledBase = fill(base, encodedOf);
  if (filledBase !== base && filledBase.split('/').some((segment) => /^\.{1,2}$/.test(segment))) return null;
  return { base: filledBase, query: fill(query, encodedOf) };
}

function fill(part: string, encodedOf: (field: EndpointField) => string): string {
  return part.replaceAll(PLACE, (_place, field: EndpointField) => encodedOf(field));
}

const PLACE = /countersign-place-([A-Za-z]+)-here/g;

function placeOf(field: EndpointField): string {
  return `countersign-place-${field}-here`;
}

function hasPlace(text: string): boolean {
  return text.includes('countersign-place-');
}
