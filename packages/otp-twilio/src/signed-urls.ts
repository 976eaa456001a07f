/**
 * The addresses that Twilio may have signed for a request that arrived at `requestUrl` behind who knows how many proxies.
 * The same ones as Twilio's own validator tries, which a test holds this against.
 */
import { parse, stringify } from 'node:querystring';

/**
 * Scheme, host and path are the public ones, as proxies change them. The query is the one that arrived, as Twilio adds
 * `bodySHA256` to it, or the public one, where a proxy swallowed it. First the very characters; then as a URL parser
 * writes them (host in small letters and punycode, `/` for an empty path, `%27` for `'`), and with the query as Node's
 * former parser writes it: some of Twilio's systems sign an address after they have parsed it. The standard port is
 * signed by some and left out by others.
 */
export function listSignedUrls(publicUrl: string, requestUrl: string): readonly string[] {
  const [base = ''] = publicUrl.split('?');
  const withQuery = requestUrl.includes('?') ? `${base}?${readQuery(requestUrl)}` : publicUrl;
  return [...new Set([withQuery, publicUrl].flatMap(listSpellings))];
}

/** What stands behind the first question mark of an address, whole or relative. */
export function readQuery(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : (url.slice(start + 1).split('#')[0] ?? '');
}

function listSpellings(url: string): readonly string[] {
  const parsed = withAndWithoutPort(new URL(url).toString());
  return [...withAndWithoutPort(url), ...parsed, ...parsed.map(withFormerQuery)];
}

function withAndWithoutPort(url: string): readonly string[] {
  // Of several `@` the last ends the user; a colon starts a port only behind the brackets of an IPv6 address.
  const match = /^(https?):\/\/([^/?#]*@)?((?:[^/?#]*\])?[^/?#:]*)(:[^/?#]*)?(.*)$/is.exec(url);
  if (match === null) return [url];
  const [, scheme = '', user = '', host = '', port = '', rest = ''] = match;
  const standardPort = scheme.toLowerCase() === 'https' ? ':443' : ':80';
  const bare = `${scheme}://${user}${host}`;
  return [`${bare}${rest}`, `${bare}${port === '' ? standardPort : port}${rest}`];
}

function withFormerQuery(url: string): string {
  const start = url.indexOf('?');
  return start === -1 || start === url.length - 1
    ? url
    : `${url.slice(0, start)}?${stringify(parse(url.slice(start + 1)))}`;
}
