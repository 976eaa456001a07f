/** The addresses that Twilio may have signed for a request that arrived at `requestUrl` behind who knows how many proxies. */

/**
 * Scheme, host and path are the public ones, as proxies change them. The query is the one that arrived, as Twilio adds
 * `bodySHA256` to it, or the public one, where a proxy swallowed it. The standard port is signed by some of Twilio's
 * systems and left out by others. Nothing is normalised: what is signed are the very characters.
 */
export function listSignedUrls(publicUrl: string, requestUrl: string): readonly string[] {
  const [base = ''] = publicUrl.split('?');
  const query = readQuery(requestUrl);
  const withQuery = query === '' ? publicUrl : `${base}?${query}`;
  return [...new Set([withQuery, publicUrl].flatMap(withAndWithoutPort))];
}

/** What stands behind the first question mark of an address, whole or relative. */
export function readQuery(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : (url.slice(start + 1).split('#')[0] ?? '');
}

function withAndWithoutPort(url: string): readonly string[] {
  const match = /^(https?):\/\/((?:[^@/?#]*@)?)(\[[^\]]*\]|[^:/?#]+)(:\d+)?(.*)$/is.exec(url);
  if (match === null) return [url];
  const [, scheme = '', user = '', host = '', port = '', rest = ''] = match;
  const standardPort = scheme.toLowerCase() === 'https' ? ':443' : ':80';
  const bare = `${scheme}://${user}${host}`;
  return port === '' || port === standardPort
    ? [`${bare}${rest}`, `${bare}${standardPort}${rest}`]
    : [url, `${bare}${rest}`];
}
