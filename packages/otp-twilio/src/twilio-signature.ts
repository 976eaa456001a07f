/**
 * Twilio's signature: HMAC-SHA1 under the auth token over the address, followed by each form field's name and value in
 * order of their names, in base64. A body that is no form is covered by its SHA-256, which stands in the address as
 * `bodySHA256`. https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
import { createHash, createHmac } from 'node:crypto';
import { parse, stringify } from 'node:querystring';
import { isSame, queryOf } from '@countersign/otp-provider-utils';

/** Name -> values, as they arrived. */
export type FormFields = ReadonlyMap<string, readonly string[]>;

interface SignedRequest {
  readonly signature: string;
  /** The addresses that Twilio may have signed. */
  readonly urls: readonly string[];
  readonly fields: FormFields;
}

/** Constant-time for each pair of a key and an address; all pairs are tried, whichever fits. */
export function isSigned({ signature, urls, fields }: SignedRequest, authTokens: readonly string[]): boolean {
  const joined = joinFields(fields);
  let fits = false;
  for (const authToken of authTokens) {
    for (const url of urls) {
      const expected = createHmac('sha1', authToken)
        .update(url + joined, 'utf8')
        .digest('base64');
      if (isSame(signature, expected)) fits = true;
    }
  }
  return fits;
}

/** True where the address tells the hash of exactly this body. */
export function isBodyHash(hash: string, body: Uint8Array): boolean {
  return isSame(hash, createHash('sha256').update(body).digest('hex'));
}

/** Repeated values count once. Sorted by UTF-16 code units, as Twilio's own libraries sort. */
function joinFields(fields: FormFields): string {
  return [...fields.keys()]
    .sort()
    .flatMap((name) => [...new Set(fields.get(name))].sort().map((value) => name + value))
    .join('');
}

/**
 * The addresses that Twilio may have signed for a request that arrived at `requestUrl` behind who knows how many proxies.
 * The same ones as Twilio's own validator tries, which a test holds this against.
 *
 * Scheme, host and path are the public ones, as proxies change them. The query is the one that arrived, as Twilio adds
 * `bodySHA256` to it, or the public one, where a proxy swallowed it. First the very characters; then as a URL parser
 * writes them (host in small letters and punycode, `/` for an empty path, `%27` for `'`), and with the query as Node's
 * former parser writes it: some of Twilio's systems sign an address after they have parsed it. The standard port is
 * signed by some and left out by others.
 */
export function listSignedUrls(publicUrl: string, requestUrl: string): readonly string[] {
  const [base = ''] = publicUrl.split('?');
  const withQuery = requestUrl.includes('?') ? `${base}?${queryOf(requestUrl)}` : publicUrl;
  return [...new Set([withQuery, publicUrl].flatMap(listSpellings))];
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
