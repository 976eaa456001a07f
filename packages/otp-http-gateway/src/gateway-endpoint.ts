import type { OptionProblems } from '@countersign/otp-core/adapter';
import { type EndpointField, readEndpointTemplate } from './endpoint-template.ts';

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
  const url = parseEndpoint(template.url);
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
    isLoopback: isLoopbackHost(url.hostname),
  };
}

const MAX_LENGTH = 2048;

const TEMPLATE_FLAW =
  'may have {to}, {text}, {from}, {username}, {password} and {apiKey} in its path and query, and no other braces';

/**
 * The URL parser forgives too much for an address that credentials go to: it drops tabs and line ends, turns
 * backslashes into slashes and takes `https:host`. What a person would read differently is refused.
 */
function parseEndpoint(endpoint: string): URL | null {
  if (endpoint.length > MAX_LENGTH) return null;
  if (!/^https?:\/\/[^/]/i.test(endpoint) || /[\s\\\p{Cc}\p{Surrogate}]/u.test(endpoint)) return null;
  return URL.canParse(endpoint) ? new URL(endpoint) : null;
}

function flawsOf(url: URL, written: string, plainHttp: 'loopback-only' | 'any-host'): string[] {
  const flaws: string[] = [];
  if (url.username !== '' || url.password !== '') {
    flaws.push("must not hold credentials; use username and password, or authentication: 'basic'");
  }
  if (written.includes('#')) flaws.push('must not have a fragment');
  if (url.protocol === 'http:' && plainHttp === 'loopback-only' && !isLoopbackHost(url.hostname)) {
    flaws.push("must be https; plain http to another machine needs plainHttp: 'any-host'");
  }
  return flaws;
}

/** Judges what the URL parser made of the host: it has already spelt `127.1` and `0x7f000001` as `127.0.0.1`. */
function isLoopbackHost(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}
