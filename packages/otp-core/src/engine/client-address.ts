/**
 * The blocks an address belongs to. One customer has an IPv6 /64 and often a /48, so limits by single IPv6
 * addresses limit nothing. What is no address is a block of its own.
 */

/** IPv4: the address. IPv6: its /64. */
export function addressBlock(address: string): string {
  const groups = ipv6Groups(address);
  return groups === null ? ipv4Of(address) : groups.slice(0, 4).join(':');
}

/** IPv4: the /24. IPv6: the /48. */
export function networkBlock(address: string): string {
  const groups = ipv6Groups(address);
  if (groups !== null) return groups.slice(0, 3).join(':');
  const ipv4 = ipv4Of(address);
  return IPV4.test(ipv4) ? ipv4.slice(0, ipv4.lastIndexOf('.')) : ipv4;
}

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const MAPPED_IPV4 = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/** An IPv4 client of a dual-stack socket shows up as `::ffff:192.0.2.1`: the same client. */
function ipv4Of(address: string): string {
  return MAPPED_IPV4.exec(address)?.[1] ?? address;
}

/** The eight groups without leading zeros, so that two spellings of an address are one; `null`: not IPv6. */
function ipv6Groups(address: string): readonly string[] | null {
  const [withoutZone = ''] = address.split('%');
  if (!withoutZone.includes(':') || MAPPED_IPV4.test(withoutZone)) return null;
  const [head = '', tail, ...more] = withoutZone.split('::');
  const before = splitGroups(head);
  const after = tail === undefined ? [] : splitGroups(tail);
  const missing = 8 - before.length - after.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return null;
  const groups = [...before, ...Array.from({ length: Math.max(missing, 0) }, () => '0'), ...after];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16).toString(16));
}

function splitGroups(part: string): readonly string[] {
  return part === '' ? [] : part.split(':');
}
