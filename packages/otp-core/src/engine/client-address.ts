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

/** The eight groups; `null`: not IPv6. The URL parser knows every spelling of an address and writes them all in one. */
function ipv6Groups(address: string): readonly string[] | null {
  const [withoutZone = ''] = address.split('%');
  if (MAPPED_IPV4.test(withoutZone) || !URL.canParse(`http://[${withoutZone}]`)) return null;
  const [before = [], after = []] = new URL(`http://[${withoutZone}]`).hostname
    .slice(1, -1)
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = new Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after];
}
