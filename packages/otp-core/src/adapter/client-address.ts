/**
 * One client has one name, however its address is spelt: with a port, in brackets, with blanks or a zone, IPv4 written
 * as IPv6. Gateways write the port behind the address, so that each connection would be a client of its own otherwise.
 */

/** A client's address, and the blocks that it belongs to. */
export interface ClientAddress {
  /** The address alone, in lower case, as short as it can be written. */
  readonly ip: string;
  /** IPv4: the address. IPv6: its /64, as one customer has all of it. */
  readonly block: string;
  /** IPv4: the /24. IPv6: the /48. */
  readonly network: string;
}

/** With brackets, zone and port there are no more characters than this. */
const LONGEST_SPELLING = 128;
/** RFC 7239 quotes what has a colon. */
const QUOTED = /^"(.*)"$/;
const BRACKETED = /^\[(.*)\]$/;
/** Behind brackets, IPv4, or IPv6 that is whole without it: CloudFront writes no brackets. */
const PORT = /(?<!:):\d{1,5}$/;
const ZONE = /%.*$/;

/**
 * Reads a client's address as proxies and gateways write it. IPv4 in IPv6 (`::ffff:0:0/96`) and behind a NAT64
 * (`64:ff9b::/96`) is the IPv4 address that it carries.
 *
 * @returns `null` for what is no address; give all of those one bucket, as otherwise every changing word is a new client
 * @example
 * readClientAddress('203.0.113.7:40001'); // { ip: '203.0.113.7', block: '203.0.113.7', network: '203.0.113' }
 * readClientAddress('[2001:db8::1]:443'); // { ip: '2001:db8::1', block: '2001:db8:0:0', network: '2001:db8:0' }
 * readClientAddress('unknown'); // null
 */
export function readClientAddress(text: string): ClientAddress | null {
  const spelling = text.trim().replace(QUOTED, '$1');
  if (spelling.length > LONGEST_SPELLING) return null;
  return readAlone(spelling) ?? readAlone(spelling.replace(PORT, ''));
}

function readAlone(spelling: string): ClientAddress | null {
  const address = (BRACKETED.exec(spelling)?.[1] ?? spelling).replace(ZONE, '');
  return readIpv4(address) ?? readIpv6(address);
}

function readIpv4(address: string): ClientAddress | null {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => part === String(Number(part) & 255))) return null;
  return { ip: address, block: address, network: parts.slice(0, 3).join('.') };
}

/** The URL parser knows every spelling of IPv6 and writes them all in one. It drops line ends, hence the look before. */
function readIpv6(address: string): ClientAddress | null {
  if (!/^[\da-f:.]+$/i.test(address) || !URL.canParse(`http://[${address}]`)) return null;
  const ip = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const groups = groupsOf(ip);
  if (CARRIERS_OF_IPV4.includes(groups.slice(0, 6).join(':'))) return readIpv4(ipv4In(groups));
  return { ip, block: groups.slice(0, 4).join(':'), network: groups.slice(0, 3).join(':') };
}

/** RFC 4291, 2.5.5.2, and RFC 6052, 2.1. */
const CARRIERS_OF_IPV4 = ['0:0:0:0:0:ffff', '64:ff9b:0:0:0:0'];

function groupsOf(ip: string): readonly string[] {
  const [before = [], after = []] = ip.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = new Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after];
}

function ipv4In(groups: readonly string[]): string {
  return groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}
