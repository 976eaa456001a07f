/** Hosts that are allowed by name: compared by what the URL parser makes of them, however they are written. */

/**
 * A host as addresses name it: small letters, an IPv6 address in brackets and in its shortest form, other alphabets in
 * Punycode, no dot at the end.
 *
 * @param written a name or an address, IPv6 with or without brackets
 * @returns `null` for what is no host alone
 */
export function readHostName(written: unknown): string | null {
  if (typeof written !== 'string' || !HOST_ALONE.test(written)) return null;
  const address = `http://${IPV6_BARE.test(written) ? `[${written}]` : written}/`;
  const name = URL.canParse(address) ? new URL(address).hostname.replace(/\.$/, '') : '';
  return NAME.test(name) ? name : null;
}

/** @param hostname of a `URL` */
export function isListedHost(hosts: readonly string[], hostname: string): boolean {
  const name = readHostName(hostname);
  return name !== null && hosts.some((each) => readHostName(each) === name);
}

/** The parser would leave out blanks, and read a port, a user, a path or an escape. A colon stands in IPv6 addresses alone. */
const HOST_ALONE = /^(?:[^\s\p{Cc}:/?#@\\[\]%]+|\[[0-9a-f:.]+\]|[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*)$/iu;
const IPV6_BARE = /^[^[]*:/;
/** The parser takes `*` and more, which no name server knows. */
const NAME = /^(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]+\])$/;
